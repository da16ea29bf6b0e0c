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
 * A full ring: the sender takes room as soon as it is given back, and that is when its bytes were read. The counter's release store
 * in the receiver pairs with the sender's acquiring load.
 */
@JCStressTest
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "there was no room yet")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "there was room, of bytes that had been read")
@Outcome(expect = FORBIDDEN, desc = "written over before it was read")
@State
public class RingRoomStress {
    private static final int BULK = 16 << 10;
    private static final int HALF = BULK / 2;

    private final long lines = Memory.allocate((long) RingGeometry.LINES * RingGeometry.LINE_BYTES);
    private final long bulk = Memory.allocate(BULK);
    private final long consumed = Memory.allocate(Long.BYTES);
    private final RingSender sender = new RingSender(lines, bulk, BULK, consumed);
    private final RingReceiver receiver = new RingReceiver(lines, bulk, consumed, null, 0);

    /** Fills the ring. */
    public RingRoomStress() {
        send(1);
        send(1);
    }

    private boolean send(final long value) {
        final long address = sender.claim(HALF);
        if (address != 0) {
            Memory.putLong(address, value);
            sender.commit(HALF);
        }
        return address != 0;
    }

    /** Sends if there is room. */
    @Actor
    public void sender(final JJ_Result result) {
        result.r2 = send(2) ? 1 : 0;
    }

    /** Reads, and gives the room back. */
    @Actor
    public void receiver(final JJ_Result result) {
        final long bytes = receiver.peek();
        result.r1 = Memory.getLong(receiver.peeked());
        receiver.consume(bytes);
    }

    /** Gives the memory back. */
    @Arbiter
    public void free() {
        Memory.free(lines);
        Memory.free(bulk);
        Memory.free(consumed);
    }
}
