// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import org.jccl.error.InvalidUsageException;

/** Looks at a listening socket that the caller made. */
final class GivenListener {
    private GivenListener() {}

    /** Where it is bound. */
    static InetSocketAddress address(final ServerSocketChannel listener) {
        try {
            if (listener.getLocalAddress() instanceof InetSocketAddress bound) {
                return bound;
            }
        } catch (final IOException closed) {
            throw new InvalidUsageException(
                    "the listener that the builder was given is closed; a communicator takes it over and closes it,"
                            + " so each needs its own",
                    closed);
        }
        throw new InvalidUsageException(
                "the listener that the builder was given is bound to no TCP port; call bind before listener");
    }
}
