// SPDX-License-Identifier: Apache-2.0
package org.jccl.tcp;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/**
 * How sockets of lanes are set.
 *
 * @param sendBytes what the kernel keeps of what it was given to send, at most; 0: as it sees fit
 */
record SocketTuning(int sendBytes) {
    /** Whoever uses the socket next hears of what is wrong with it. */
    void tune(final SocketChannel socket) {
        try {
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            if (sendBytes > 0) {
                socket.setOption(StandardSocketOptions.SO_SNDBUF, sendBytes);
            }
        } catch (final IOException broken) {
            // reading and writing will say so, and why
        }
    }
}
