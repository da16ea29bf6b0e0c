// SPDX-License-Identifier: Apache-2.0
package org.jccl.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.jccl.error.CollectiveException;
import org.jccl.testing.Ranks;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The driver's fortieth answer whether a copy has ended is an error. */
@Timeout(60)
final class FailingCopyTest {
    @BeforeEach
    void driver() {
        Pretended.require();
    }

    @Test
    void shouldEndTheCallOnEveryRankWithTheNameOfTheError() {
        final AtomicInteger failed = new AtomicInteger();
        Ranks.spawn(3, "local", communicator -> {
            try (DeviceBuffer buffer = DeviceBuffer.allocate(0, 1_000_003, DataType.INT32)) {
                assertThatThrownBy(() -> {
                            for (int i = 0; i < 100; i++) {
                                communicator.allReduce(buffer.view(), buffer.view(), ReduceOp.SUM);
                            }
                        })
                        .isInstanceOf(CollectiveException.class)
                        .hasMessageContainingAll("work on device 0", "CUDA_ERROR_ILLEGAL_ADDRESS");
                failed.incrementAndGet();
            }
        });
        assertThat(failed).hasValue(3);
    }
}
