// SPDX-License-Identifier: Apache-2.0
package org.jccl.simulate;

import org.jccl.buffer.Memory;
import org.jccl.spi.Lane;

/** A lane with faults: what is received comes late, what is sent may be spoilt, and either way the link may break. */
final class FaultyLane implements Lane {
    private final Lane inner;
    private final FaultyLink link;
    private final FaultyReceiver receiver;
    private final long corruptAt;
    private final int wrongBit;
    private long claimed;

    /**
     * A lane with faults.
     *
     * @param corruptAt which of the bytes sent is spoilt
     * @param wrongBit which of its bits, from 0 to 7
     */
    FaultyLane(
            final Lane inner,
            final FaultyLink link,
            final FaultyReceiver receiver,
            final long corruptAt,
            final int wrongBit) {
        this.inner = inner;
        this.link = link;
        this.receiver = receiver;
        this.corruptAt = corruptAt;
        this.wrongBit = wrongBit;
    }

    @Override
    public long claim(final int length) {
        claimed = link.allowance(inner.accepted()) == 0 ? BROKEN : inner.claim(length);
        return claimed;
    }

    @Override
    public void commit(final int length) {
        final long at = corruptAt - inner.accepted();
        if (at >= 0 && at < length) {
            spoil(claimed + at);
        }
        inner.commit(length);
    }

    private void spoil(final long address) {
        Memory.putByte(address, (byte) (Memory.getByte(address) ^ 1 << wrongBit));
    }

    @Override
    public int maxClaim() {
        return inner.maxClaim();
    }

    @Override
    public long offer(final long address, final long length) {
        final long allowance = link.allowance(inner.accepted());
        if (allowance == 0) {
            return BROKEN;
        }
        final long sound = corruptAt - inner.accepted();
        if (sound >= 0 && sound < Long.BYTES) {
            return offerSpoilt(address, (int) Math.min(length, Long.BYTES), sound);
        }
        // up to the element that will be spoilt, and no further; an element must not be split
        final long most = sound >= 0 ? sound & -Long.BYTES : length;
        return inner.offer(address, Math.min(Math.min(length, allowance), most));
    }

    private long offerSpoilt(final long address, final int length, final long at) {
        final long place = inner.claim(length);
        if (place <= 0) {
            return place;
        }
        Memory.copy(address, place, length);
        if (at < length) {
            spoil(place + at);
        }
        inner.commit(length);
        return length;
    }

    @Override
    public boolean reaches(final long address, final long length) {
        return inner.reaches(address, length);
    }

    @Override
    public long publish(final long address, final long length) {
        final long allowance = link.allowance(inner.accepted());
        if (allowance == 0) {
            return BROKEN;
        }
        final long at = corruptAt - inner.accepted();
        return at >= 0 && at < length
                ? publishSpoilt(address, Math.min(length, allowance), at)
                : inner.publish(address, Math.min(length, allowance));
    }

    /** What goes by reference can be spoilt only where it lies, and before the peer can look. */
    private long publishSpoilt(final long address, final long length, final long at) {
        spoil(address + at);
        final long published = inner.publish(address, length);
        if (published <= at) {
            // it is still to go, and spoilt only once
            spoil(address + at);
        }
        return published;
    }

    @Override
    public boolean flush() {
        return inner.flush();
    }

    @Override
    public long accepted() {
        return inner.accepted();
    }

    @Override
    public long consumed() {
        return inner.consumed();
    }

    @Override
    public long received() {
        return inner.received();
    }

    @Override
    public long peek() {
        final long allowance = link.allowance(inner.received());
        final long visible = allowance == 0 ? BROKEN : inner.peek();
        return visible <= 0 ? visible : Math.min(receiver.visible(visible), allowance);
    }

    @Override
    public long peeked() {
        return inner.peeked();
    }

    @Override
    public void consume(final long length) {
        inner.consume(length);
    }

    @Override
    public long receive(final long address, final long length) {
        final long allowance = link.allowance(inner.received());
        if (allowance == 0) {
            return BROKEN;
        }
        final long most = Math.min(receiver.receivable(length), allowance);
        final long came = most == 0 ? 0 : inner.receive(address, most);
        if (came > 0) {
            receiver.hasReceived();
        }
        return came;
    }

    @Override
    public void cancel() {
        inner.cancel();
    }
}
