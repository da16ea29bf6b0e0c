// SPDX-License-Identifier: Apache-2.0
package org.jccl.simulate;

import java.util.SplittableRandom;

/**
 * How the links of a {@link SimulatedNetwork} behave.
 *
 * @param delivery how bytes travel
 * @param bufferBytes how many bytes each direction of a lane holds that the receiver has not asked for; with 0, bytes
 *     are accepted only while the receiver looks for them
 * @param delayNs bytes and acknowledgements take up to this long, each time another time
 * @param fragments how often, from 0 to 1, only a part of what could move moves, down to a single byte
 * @param refusals how often, from 0 to 1, a lane says "not now" for no reason
 * @param stalls how often, from 0 to 1, bytes take a thousand times as long
 */
public record LinkModel(
        Delivery delivery, int bufferBytes, long delayNs, double fragments, double refusals, double stalls) {
    /** How the bytes of one direction travel. */
    public enum Delivery {
        /** By value: copied when they are accepted. */
        PUSH,
        /** Where possible by reference: the receiver reads the sender's memory when it comes to it. */
        BY_REFERENCE,
        /** By value; what the receiver has named a destination for lands there at any time. */
        POSTED_WRITE
    }

    private static final int[] BUFFERS = {0, 0, 1, 40, 257, 4_096, 65_537, 128 << 10};

    /** Checks the numbers. */
    public LinkModel {
        if (bufferBytes < 0 || delayNs < 0) {
            throw new IllegalArgumentException("buffer of " + bufferBytes + " bytes, delay of " + delayNs + " ns");
        }
    }

    /** A benign link: by value, one segment of buffer, whole messages. */
    public static LinkModel plain() {
        return new LinkModel(Delivery.PUSH, 128 << 10, 1_000, 0, 0, 0);
    }

    /** Any behaviour that the contract of a lane allows. */
    public static LinkModel random(final SplittableRandom random) {
        final Delivery[] deliveries = Delivery.values();
        return new LinkModel(
                deliveries[random.nextInt(deliveries.length)],
                BUFFERS[random.nextInt(BUFFERS.length)],
                random.nextInt(4) == 0 ? 0 : 1L << random.nextInt(16),
                random.nextInt(3) == 0 ? 0.3 : 0,
                random.nextInt(3) == 0 ? 0.2 : 0,
                random.nextInt(4) == 0 ? 0.01 : 0);
    }
}
