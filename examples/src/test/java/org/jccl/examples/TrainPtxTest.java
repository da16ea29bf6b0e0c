// SPDX-License-Identifier: Apache-2.0
package org.jccl.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.jccl.gpu.CudaSources;
import org.jccl.gpu.PtxCompilation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The PTX that the jar brings, by CUDA's own compiler, which needs no device. */
@Timeout(60)
final class TrainPtxTest {
    @Test
    void shouldBeOfTheSourceBesideIt() throws IOException {
        assertThat(TrainKernels.ptx().lines().findFirst())
                .as("gpu-bridge/src/main/cuda/build.sh makes it")
                .contains(CudaSources.firstLineOf(Path.of("src/main/cuda/train.cu")));
    }

    @ParameterizedTest
    @ValueSource(ints = {70, 75, 80, 86, 89, 90})
    void shouldCompileForEveryDevice(final int capability) {
        final PtxCompilation compiled = PtxCompilation.of(TrainKernels.ptx(), capability);
        assertThat(compiled.succeeded()).as(compiled.log()).isTrue();
    }
}
