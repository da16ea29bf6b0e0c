// SPDX-License-Identifier: Apache-2.0
package org.jccl.ring;

import org.jccl.buffer.Memory;
import org.jccl.spi.Lane;

/** A lane over two rings in memory that both ranks reach, one each way. */
final class RingLane implements Lane {
    private final RingSender sender;
    private final RingReceiver receiver;
    private final RingLink link;
    private final Regions regions;
    private boolean unflushed;
    private long received;

    RingLane(final RingSender sender, final RingReceiver receiver, final RingLink link, final Regions regions) {
        this.sender = sender;
        this.receiver = receiver;
        this.link = link;
        this.regions = regions;
    }

    @Override
    public long claim(final int length) {
        final long address = sender.claim(length);
        return address == 0 && link.failure() != null ? BROKEN : address;
    }

    @Override
    public void commit(final int length) {
        sender.commit(length);
        unflushed = true;
    }

    @Override
    public int maxClaim() {
        return sender.maxClaim();
    }

    @Override
    public long offer(final long address, final long length) {
        return sent(sender.offer(address, length));
    }

    @Override
    public boolean reaches(final long address, final long length) {
        return regions.regionOf(address, length) != 0;
    }

    @Override
    public long publish(final long address, final long length) {
        final long region = regions.regionOf(address, length);
        return sent(sender.publish(region, regions.offsetIn(region, address), length));
    }

    private long sent(final long bytes) {
        if (bytes > 0) {
            unflushed = true;
            return bytes;
        }
        return link.failure() != null ? BROKEN : 0;
    }

    @Override
    public boolean flush() {
        if (unflushed) {
            unflushed = false;
            link.ringSoon();
        }
        return true;
    }

    @Override
    public long accepted() {
        return sender.accepted();
    }

    @Override
    public long consumed() {
        return sender.consumed();
    }

    @Override
    public long received() {
        return received;
    }

    @Override
    public long peek() {
        final long bytes = receiver.peek();
        return bytes == 0 && link.failure() != null ? BROKEN : bytes;
    }

    @Override
    public long peeked() {
        return receiver.peeked();
    }

    @Override
    public void consume(final long length) {
        received += length;
        unflushed |= receiver.consume(length);
    }

    @Override
    public long receive(final long address, final long length) {
        final long bytes = Math.min(peek(), length);
        if (bytes > 0) {
            Memory.copy(receiver.peeked(), address, bytes);
            consume(bytes);
        }
        return bytes;
    }

    @Override
    public void cancel() {
        // receive() has copied before it returns, so nothing is pending
    }
}
