// SPDX-License-Identifier: Apache-2.0
package org.jccl.spi;

import java.nio.channels.SocketChannel;

/** How all connections of a job carry their bytes. Any thread. */
@FunctionalInterface
public interface Wiring {
    /** In the clear. */
    Wiring PLAIN = (socket, dialled) -> new PlainWire(socket);

    /**
     * Lays a wire over a socket, which is in non-blocking mode by the time the wire is used.
     *
     * @param dialled whether this side makes the connection
     */
    Wire over(SocketChannel socket, boolean dialled);
}
