// SPDX-License-Identifier: Apache-2.0
package org.jccl.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.jccl.CollectiveRequest;
import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.jccl.error.CollectiveException;
import org.jccl.testing.Ranks;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The driver's first answer whether a turn has come is an error. */
@Timeout(60)
final class FailingStreamTest {
    @BeforeEach
    void driver() {
        Pretended.require();
    }

    @Test
    void shouldEndTheCallOnEveryRankAndLetTheStreamsGoOn() {
        Ranks.spawn(3, "local", communicator -> {
            try (DeviceStream stream = DeviceStream.create(0);
                    StreamWork work = new StreamWork(stream, 2);
                    DeviceBuffer buffer = DeviceBuffer.allocate(0, 1031, DataType.INT32)) {
                final CollectiveRequest request =
                        communicator.allReduceAsync(buffer.view(stream), buffer.view(stream), ReduceOp.SUM);
                work.write(buffer, 0, 1);
                assertThatThrownBy(() -> request.await(Duration.ofSeconds(20)))
                        .isInstanceOf(CollectiveException.class)
                        .hasMessageContainingAll(
                                "the work before a collective on a stream of device 0", "CUDA_ERROR_ILLEGAL_ADDRESS");
                work.synchronize();
            }
        });
        final StreamGates gates = DeviceContext.of(0).gates();
        assertThat(gates.free()).isEqualTo(gates.made());
    }
}
