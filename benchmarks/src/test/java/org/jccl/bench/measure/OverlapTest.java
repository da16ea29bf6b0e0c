// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class OverlapTest {
    /** Alone, computing and both; then the ratio and the share that is hidden. */
    @ParameterizedTest
    @CsvSource({
        "100, 100, 100, 1.0, 1.0", // all of it
        "100, 100, 200, 2.0, 0.0", // nothing
        "100, 100, 125, 1.25, 0.75",
        "100, 200, 200, 1.0, 1.0",
        "200, 100, 250, 1.25, 0.25",
        "100, 100, 300, 3.0, 0.0", // they hinder each other
        "100, 110, 100, 0.9090909090909091, 1.0" // noise
    })
    void shouldSayWhatIsHidden(
            final long alone, final long computing, final long both, final double ratio, final double hidden) {
        final Subject subject = new Subject(Operation.ALL_REDUCE, DataType.INT8, ReduceOp.SUM, 0);
        final Overlap overlap = new Overlap(subject, "ring", 2, 64, took(alone), took(computing), took(both));
        assertThat(overlap.ratio()).isEqualTo(ratio);
        assertThat(overlap.hidden()).isEqualTo(hidden);
    }

    private static Latencies took(final long ns) {
        return new Latencies(1, ns, ns, ns, ns, ns);
    }
}
