// SPDX-License-Identifier: Apache-2.0
package org.jccl.tcp;

import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;

/**
 * Makes Netty read exactly as many bytes as the handshake still needs: what follows the verdict belongs to the lane and
 * must stay in the socket. Only the event loop's thread.
 */
final class ExactReads extends DefaultMaxMessagesRecvByteBufAllocator {
    private int bytes;

    /** The next read takes at most so many bytes. */
    void expect(final int next) {
        bytes = next;
    }

    @Override
    @SuppressWarnings("deprecation")
    public Handle newHandle() {
        return new MaxMessageHandle() {
            @Override
            public int guess() {
                return bytes;
            }
        };
    }
}
