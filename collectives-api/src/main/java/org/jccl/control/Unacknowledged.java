// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Messages of a link that the peer may not have, in order; they are numbered from 0. Confined to the control thread. */
final class Unacknowledged {
    private final Deque<ByteBuffer> messages = new ArrayDeque<>();
    private long acknowledged;
    private int bytes;

    void add(final ByteBuffer message) {
        messages.addLast(message.duplicate());
        bytes += message.remaining();
    }

    /** The peer has so many, counted from the first. */
    void acknowledge(final long count) {
        if (count < acknowledged || count > acknowledged + messages.size()) {
            throw new IllegalArgumentException("it has " + count + " messages, not from " + acknowledged + " to "
                    + (acknowledged + messages.size()));
        }
        for (; acknowledged < count; acknowledged++) {
            bytes -= messages.removeFirst().remaining();
        }
    }

    /** Those that it has not, to be written. */
    List<ByteBuffer> rest() {
        return messages.stream().map(ByteBuffer::duplicate).toList();
    }

    int bytes() {
        return bytes;
    }
}
