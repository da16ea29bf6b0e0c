// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.measure;

/**
 * How much of one size of one subject hides behind a computation.
 *
 * @param subject what was measured
 * @param algorithm what carried it out
 * @param ranks by how many
 * @param elements the vector's, or those of all blocks together
 * @param alone the operation, started and waited for
 * @param computing a computation of about the same length
 * @param both the computation between the start of the operation and the wait for it
 */
public record Overlap(
        Subject subject,
        String algorithm,
        int ranks,
        long elements,
        Latencies alone,
        Latencies computing,
        Latencies both) {
    /** The size as nccl-tests gives it. */
    public long sizeBytes() {
        return elements * subject.type().sizeBytes();
    }

    /** Elements of the vector, or of one rank's block. */
    public long count() {
        return subject.count(elements, ranks);
    }

    /** Both together over the longer of the two, by medians: 1 if all is hidden, 2 if nothing is. */
    public double ratio() {
        return (double) both.p50Ns() / Math.max(alone.p50Ns(), computing.p50Ns());
    }

    /** The share of the operation's time that the computation hid, 0 to 1; the overlap of OSU's benchmarks. */
    public double hidden() {
        final double exposed = (double) (both.p50Ns() - computing.p50Ns()) / alone.p50Ns();
        return Math.max(0, Math.min(1, 1 - exposed));
    }
}
