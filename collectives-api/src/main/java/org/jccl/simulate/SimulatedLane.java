// SPDX-License-Identifier: Apache-2.0
package org.jccl.simulate;

import org.jccl.spi.Lane;

/** One rank's end of a pair of simulated streams. */
final class SimulatedLane implements Lane {
    private final SimulatedStream out;
    private final SimulatedStream in;
    private final Wire wire;
    private final boolean byReference;

    SimulatedLane(final SimulatedStream out, final SimulatedStream in, final Wire wire, final LinkModel model) {
        this.out = out;
        this.in = in;
        this.wire = wire;
        this.byReference = model.delivery() == LinkModel.Delivery.BY_REFERENCE;
    }

    @Override
    public long claim(final int length) {
        if (wire.isBroken()) {
            return BROKEN;
        }
        return appended(out.claim(length));
    }

    @Override
    public void commit(final int length) {
        out.commit(length);
        wire.breakIfCut(out);
    }

    @Override
    public int maxClaim() {
        return out.maxClaim();
    }

    @Override
    public long offer(final long address, final long length) {
        if (wire.isBroken()) {
            return BROKEN;
        }
        return appended(out.offer(address, length));
    }

    private long appended(final long bytes) {
        wire.breakIfCut(out);
        return bytes == 0 && wire.isBroken() ? BROKEN : bytes;
    }

    @Override
    public boolean reaches(final long address, final long length) {
        return byReference;
    }

    @Override
    public long publish(final long address, final long length) {
        if (wire.isBroken()) {
            return BROKEN;
        }
        return appended(out.publish(address, length));
    }

    @Override
    public boolean flush() {
        if (wire.isBroken()) {
            return true;
        }
        in.flushConsumed();
        return out.flushAppended();
    }

    @Override
    public long accepted() {
        return out.accepted();
    }

    @Override
    public long consumed() {
        return out.acknowledged();
    }

    @Override
    public long received() {
        return in.received();
    }

    @Override
    public long peek() {
        return orBroken(in.peek());
    }

    @Override
    public long peeked() {
        return in.peeked();
    }

    @Override
    public void consume(final long length) {
        in.consume(length);
    }

    @Override
    public long receive(final long address, final long length) {
        return orBroken(in.receive(address, length));
    }

    private long orBroken(final long bytes) {
        return bytes == 0 && wire.isBroken() && in.isDrained() ? BROKEN : bytes;
    }

    @Override
    public void cancel() {
        in.cancel();
    }
}
