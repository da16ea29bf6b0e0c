// SPDX-License-Identifier: Apache-2.0
package org.jccl.examples.djl;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.jccl.testing.ProcessRanks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class DjlExamplesTest {
    @Test
    void shouldSumWherePyTorchHasTheArray() {
        try (ProcessRanks ranks = ProcessRanks.start(3, Map.of(), Ex01AllReduceArray.class)) {
            ranks.awaitSuccess(Duration.ofSeconds(150));
            for (int rank = 0; rank < 3; rank++) {
                assertThat(ranks.lines(rank)).contains("rank " + rank + " of 3: the sum is 6.0, in PyTorch");
            }
        }
    }
}
