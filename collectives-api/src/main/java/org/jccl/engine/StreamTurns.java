// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import org.jccl.buffer.CopyEngine;
import org.jccl.buffer.StreamTurn;

/**
 * The places that an operation has on the streams of its input and its output. Taken and held by the thread that submits,
 * then the domain owner's.
 */
final class StreamTurns {
    private final StreamTurn first;
    /** Null if one stream is all. */
    private final StreamTurn second;

    private boolean come;

    private StreamTurns(final StreamTurn first, final StreamTurn second) {
        this.first = first;
        this.second = second;
    }

    /** Takes a turn where each of the engines has an order; null if none has. Either may be null. */
    static StreamTurns take(final CopyEngine input, final CopyEngine output) {
        final StreamTurn first = input == null ? null : input.turn();
        if (output == null || output == input) {
            return first == null ? null : new StreamTurns(first, null);
        }
        try {
            final StreamTurn second = output.turn();
            return first != null
                    ? new StreamTurns(first, second)
                    : second != null ? new StreamTurns(second, null) : null;
        } catch (final RuntimeException | Error refused) {
            if (first != null) {
                first.end();
            }
            throw refused;
        }
    }

    /** What is put on the streams from here on waits for {@link #end}. */
    void hold() {
        first.hold();
        if (second != null) {
            second.hold();
        }
    }

    /** Whether all that was on the streams before has ended; throws if it failed. */
    boolean haveCome() {
        come = come || first.hasCome() && (second == null || second.hasCome());
        return come;
    }

    void end() {
        first.end();
        if (second != null) {
            second.end();
        }
    }
}
