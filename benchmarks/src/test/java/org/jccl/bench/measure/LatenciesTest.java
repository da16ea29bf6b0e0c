// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class LatenciesTest {
    @Test
    void shouldTakeTheSmallestSampleThatTheShareDoesNotExceed() {
        final long[] descending =
                LongStream.rangeClosed(1, 2000).map(i -> 2001 - i).toArray();

        final Latencies latencies = Latencies.of(descending, 4_000_000);

        assertThat(latencies).isEqualTo(new Latencies(2000, 2000.0, 1000, 1980, 1998, 2000));
    }

    @Test
    void shouldTakeTheLongestOfFewForTheHighPercentiles() {
        assertThat(Latencies.of(new long[] {5, 9, 7}, 21)).isEqualTo(new Latencies(3, 7.0, 7, 9, 9, 9));
        assertThat(Latencies.of(new long[] {5}, 5)).isEqualTo(new Latencies(1, 5.0, 5, 5, 5, 5));
    }
}
