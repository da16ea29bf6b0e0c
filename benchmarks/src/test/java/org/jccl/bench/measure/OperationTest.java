// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.jccl.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(10)
class OperationTest {
    /** As in doc/PERFORMANCE.md of nccl-tests, for four ranks, but ping_pong, which it has not. */
    @ParameterizedTest
    @CsvSource({
        "ALL_REDUCE, 1.5",
        "REDUCE, 1",
        "BROADCAST, 1",
        "ALL_GATHER, 0.75",
        "REDUCE_SCATTER, 0.75",
        "ALL_TO_ALL, 0.75",
        "GATHER, 0.75",
        "SCATTER, 0.75",
        "SEND_RECEIVE, 1",
        "PING_PONG, 2",
        "ALL_GATHER_V, 0.75",
        "REDUCE_SCATTER_V, 0.75",
        "GATHER_V, 0.75",
        "SCATTER_V, 0.75",
        "ALL_TO_ALL_V, 0.75"
    })
    void shouldHaveTheBusFactorOfNcclTests(final Operation operation, final double factor) {
        assertThat(operation.busFactor(4)).isCloseTo(factor, within(1e-12));
    }

    @ParameterizedTest
    @EnumSource
    void shouldBeFoundByNameInAnyCaseWithOrWithoutUnderscores(final Operation operation) {
        assertThat(Operation.parse(operation.toString())).containsExactly(operation);
        assertThat(Operation.parse(operation.toString().replace("_", "").toUpperCase(java.util.Locale.ROOT)))
                .containsExactly(operation);
    }

    @Test
    void shouldListTheCollectivesWhenThereIsNone() {
        assertThat(Operation.parse("all")).hasSize(Operation.values().length);
        assertThatThrownBy(() -> Operation.parse("allreduced"))
                .hasMessageContaining("no collective 'allreduced'")
                .hasMessageContaining("reduce_scatter_v");
    }

    @Test
    void shouldCountTheWholeVectorOrOneBlockAsNcclTestsDoes() {
        final Subject vector = new Subject(Operation.ALL_REDUCE, DataType.FLOAT32, null, 0);
        assertThat(vector.elements(1000, 3)).isEqualTo(250);
        assertThat(vector.count(250, 3)).isEqualTo(250);

        final Subject blocks = new Subject(Operation.ALL_GATHER, DataType.FLOAT32, null, 0);
        assertThat(blocks.elements(1000, 3)).isEqualTo(249);
        assertThat(blocks.count(249, 3)).isEqualTo(83);
    }

    @Test
    void shouldHaveAtLeastOneElementForEveryBlock() {
        assertThat(new Subject(Operation.ALL_GATHER, DataType.FLOAT64, null, 0).elements(0, 4))
                .isEqualTo(4);
        assertThat(new Subject(Operation.ALL_REDUCE, DataType.FLOAT64, null, 0).elements(0, 4))
                .isEqualTo(1);
        assertThat(new Subject(Operation.BARRIER, DataType.INT8, null, 0).elements(1000, 4))
                .isZero();
    }
}
