// SPDX-License-Identifier: Apache-2.0
package org.jccl.testing;

import java.util.Random;
import org.jccl.buffer.Accelerator;
import org.jccl.buffer.RegisteredMemory;
import org.jccl.spi.Lane;
import org.jccl.spi.Link;
import org.jccl.spi.Transport;

/** Lays over another transport what network devices can do with the memory of an {@link EmulatedDevice}. */
final class CarryingTransport implements Transport {
    /** Small, so that messages of a test are cut. */
    private static final int DEVICE_BYTES = 1 << 10;

    private final Transport inner;
    private final String name;
    private final Random random;

    CarryingTransport(final Transport inner, final String name, final long seed) {
        this.inner = inner;
        this.name = name;
        this.random = new Random(seed);
    }

    @Override
    public int deviceBytes(final Accelerator device) {
        return device instanceof EmulatedAccelerator ? DEVICE_BYTES : 0;
    }

    @Override
    public Link link(final int peer) {
        final Link link = inner.link(peer);
        final CarriedLane[] lanes = new CarriedLane[Link.LANES];
        return new Link() {
            @Override
            public int peer() {
                return peer;
            }

            @Override
            public Lane lane(final int number) {
                if (lanes[number] == null) {
                    lanes[number] = new CarriedLane(link.lane(number), DEVICE_BYTES, new Random(random.nextLong()));
                }
                return lanes[number];
            }

            @Override
            public String failure() {
                return link.failure();
            }
        };
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public byte[] address() {
        return inner.address();
    }

    @Override
    public void connect(final byte[][] addresses) {
        inner.connect(addresses);
    }

    @Override
    public boolean crossesWire() {
        return inner.crossesWire();
    }

    @Override
    public boolean reaches(final int peer) {
        return inner.reaches(peer);
    }

    @Override
    public RegisteredMemory allocate(final long bytes) {
        return null;
    }

    @Override
    public int progress() {
        return inner.progress();
    }

    @Override
    public void prepareSleep() {
        inner.prepareSleep();
    }

    @Override
    public long longestSleepNs() {
        return inner.longestSleepNs();
    }

    @Override
    public void wake() {
        inner.wake();
    }

    @Override
    public void close() {
        inner.close();
    }
}
