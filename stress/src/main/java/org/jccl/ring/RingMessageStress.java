// SPDX-License-Identifier: Apache-2.0
package org.jccl.ring;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.jccl.buffer.Memory;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/**
 * A small and a large message while the other side looks for them, as the ring begins anew over lines and bytes that were used
 * before: they come in order and whole, or not yet. The stamp's release store pairs with the receiver's acquiring load.
 */
@JCStressTest
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "neither has come")
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "the first has come")
@Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "both have come")
@Outcome(expect = FORBIDDEN, desc = "what was in the ring before, or out of order")
@State
public class RingMessageStress {
    private static final int BULK = 16 << 10;
    private static final int LARGE = 256;
    private static final long STALE = -7;

    private final long lines = Memory.allocate((long) RingGeometry.LINES * RingGeometry.LINE_BYTES);
    private final long bulk = Memory.allocate(BULK);
    private final long consumed = Memory.allocate(Long.BYTES);
    private final RingSender sender = new RingSender(lines, bulk, BULK, consumed);
    private final RingReceiver receiver = new RingReceiver(lines, bulk, consumed, null, 0);

    /** Leaves one line before the end; lines were of the other kind. */
    public RingMessageStress() {
        for (int message = 0; message < RingGeometry.LINES - 1; message++) {
            send(message % 2 == 0 ? LARGE : Long.BYTES, STALE);
            receiver.peek();
            receiver.consume(receiver.peek());
        }
    }

    private void send(final int bytes, final long value) {
        final long address = sender.claim(bytes);
        Memory.putLong(address, value);
        Memory.putLong(address + bytes - Long.BYTES, value);
        sender.commit(bytes);
    }

    private long receive() {
        final long bytes = receiver.peek();
        if (bytes == 0) {
            return 0;
        }
        final long first = Memory.getLong(receiver.peeked());
        final long last = Memory.getLong(receiver.peeked() + bytes - Long.BYTES);
        receiver.consume(bytes);
        return first == last ? first : STALE;
    }

    /** Sends. */
    @Actor
    public void sender() {
        send(LARGE, 1);
        send(Long.BYTES, 2);
    }

    /** Receives. */
    @Actor
    public void receiver(final JJ_Result result) {
        result.r1 = receive();
        result.r2 = result.r1 == 0 ? 0 : receive();
    }

    /** Gives the memory back. */
    @Arbiter
    public void free() {
        Memory.free(lines);
        Memory.free(bulk);
        Memory.free(consumed);
    }
}
