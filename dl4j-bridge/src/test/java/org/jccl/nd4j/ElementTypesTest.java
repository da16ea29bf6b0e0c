// SPDX-License-Identifier: Apache-2.0
package org.jccl.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jccl.error.InvalidUsageException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;

@Timeout(60)
class ElementTypesTest {
    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE", "HALF", "BFLOAT16", "INT", "LONG", "BYTE", "UBYTE", "UINT32", "UINT64"})
    void shouldFindATypeOfTheSameWidth(final DataType type) {
        assertThat(ElementTypes.of(type).sizeBytes()).isEqualTo(type.width());
        assertThat(ElementTypes.of(type).isFloating()).isEqualTo(type.isFPType());
    }

    @ParameterizedTest
    @EnumSource(names = {"SHORT", "UINT16", "BOOL", "UTF8", "COMPRESSED", "UNKNOWN"})
    void shouldRefuseWhatCollectivesDoNotReduce(final DataType type) {
        assertThatThrownBy(() -> ElementTypes.of(type))
                .isInstanceOf(InvalidUsageException.class)
                .hasMessageContaining(type.toString());
    }
}
