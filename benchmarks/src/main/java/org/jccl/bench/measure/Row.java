// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.measure;

/**
 * One size of one subject.
 *
 * @param subject what was measured
 * @param ranks by how many
 * @param elements the vector's, or those of all blocks together
 * @param outOfPlace always there
 * @param inPlace null if the operation has no such form
 */
public record Row(Subject subject, int ranks, long elements, Measurement outOfPlace, Measurement inPlace) {
    /** The size as nccl-tests gives it. */
    public long sizeBytes() {
        return elements * subject.type().sizeBytes();
    }

    /** Elements that came out wrong, as far as somebody looked. */
    public long wrong() {
        return Math.max(0, outOfPlace.wrong()) + (inPlace == null ? 0 : Math.max(0, inPlace.wrong()));
    }

    /** Elements of the vector, or of one rank's block. */
    public long count() {
        return subject.count(elements, ranks);
    }

    /** 10^9 bytes of {@link #sizeBytes} a second, by the average time. */
    public double algbwGBs(final Latencies latencies) {
        return sizeBytes() / latencies.averageNs();
    }

    /** The algorithm bandwidth as the busiest wire sees it. */
    public double busbwGBs(final Latencies latencies) {
        return algbwGBs(latencies) * subject.operation().busFactor(ranks);
    }
}
