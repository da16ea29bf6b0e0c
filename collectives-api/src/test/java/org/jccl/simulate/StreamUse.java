// SPDX-License-Identifier: Apache-2.0
package org.jccl.simulate;

import java.util.SplittableRandom;
import org.jccl.buffer.Memory;
import org.jccl.spi.Lane;
import org.jccl.spi.Link;

/** Sends one stretch of memory from rank 0 to rank 1 by every means that a lane has, a random one at each step. */
final class StreamUse {
    private static final int PATIENCE = 200;

    private final Lane sender;
    private final Lane receiver;
    private final long source;
    private final long destination;
    private final long total;
    private final SplittableRandom random;
    private long sent;
    private long taken;
    private long receiving;
    private int fruitless;

    StreamUse(
            final SimulatedNetwork network,
            final long source,
            final long destination,
            final long total,
            final SplittableRandom random) {
        this.sender = network.transport(0).link(1).lane(Link.COLLECTIVE);
        this.receiver = network.transport(1).link(0).lane(Link.COLLECTIVE);
        this.source = source;
        this.destination = destination;
        this.total = total;
        this.random = random;
    }

    boolean isDone() {
        return taken == total && sender.consumed() == total;
    }

    /** Whether so many steps in a row moved nothing that bad luck is no explanation. */
    boolean isStuck() {
        return fruitless > PATIENCE;
    }

    void step() {
        final long before = sent + taken + sender.consumed();
        if (random.nextBoolean()) {
            send();
        } else {
            receive();
        }
        fruitless = before == sent + taken + sender.consumed() ? fruitless + 1 : 0;
    }

    private void send() {
        final long rest = total - sent;
        if (rest > 0) {
            final long length = 1 + random.nextLong(rest);
            switch (random.nextInt(3)) {
                case 0 -> claim((int) Math.min(length, 40));
                case 1 -> sent += sender.offer(source + sent, length);
                default ->
                    sent += sender.reaches(source + sent, length)
                            ? sender.publish(source + sent, length)
                            : sender.offer(source + sent, length);
            }
        }
        sender.flush();
    }

    private void claim(final int length) {
        final long address = sender.claim(length);
        if (address != 0) {
            Memory.copy(source + sent, address, length);
            sender.commit(length);
            sent += length;
        }
    }

    private void receive() {
        if (receiving > 0 || (taken < total && random.nextBoolean())) {
            receiving = receiving > 0 ? receiving : 1 + random.nextLong(total - taken);
            final long came = receiver.receive(destination + taken, receiving);
            taken += came;
            receiving -= came;
        } else {
            final long seen = receiver.peek();
            final long length = seen == 0 ? 0 : 1 + random.nextLong(seen);
            if (length > 0) {
                Memory.copy(receiver.peeked(), destination + taken, length);
                receiver.consume(length);
                taken += length;
            }
        }
        receiver.flush();
    }
}
