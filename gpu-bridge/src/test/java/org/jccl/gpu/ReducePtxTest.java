// SPDX-License-Identifier: Apache-2.0
package org.jccl.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The PTX that the jar brings, by CUDA's own compiler, which needs no device. */
@Timeout(120)
final class ReducePtxTest {
    private static final Path SOURCE = Path.of("src/main/cuda/reduce.cu");

    @Test
    void shouldBeOfTheSourcesBesideIt() throws IOException {
        assertThat(DeviceKernels.ptx().lines().findFirst())
                .as("src/main/cuda/build.sh makes it")
                .contains(CudaSources.firstLineOf(SOURCE));
    }

    /** CUDA 12.0 is PTX 8.0; a driver takes no later one than its own. */
    @Test
    void shouldBeForTheOldestDriversAndDevices() {
        assertThat(DeviceKernels.ptx().lines()).contains(".version 8.0", ".target sm_70");
    }

    @Test
    void shouldTakeTheParameterThatIsWritten() {
        assertThat(DeviceKernels.ptx().lines().filter(line -> line.contains("_param_0[") && line.contains(".b8")))
                .isNotEmpty()
                .allMatch(line -> line.endsWith("_param_0[" + LaunchParameters.STRUCT_BYTES + "]"));
    }

    /** Nothing contracted, no denormal flushed, nothing approximate: so are the host's bits. */
    @Test
    void shouldRoundEveryStep() {
        assertThat(DeviceKernels.ptx().lines().map(line -> line.strip().split("\\s")[0]))
                .contains("add.rn.f32", "mul.rn.f32", "div.rn.f32", "add.rn.f64", "mul.rn.f64", "div.rn.f64")
                .noneMatch(instruction -> instruction.matches("(fma|mad)\\..*|.*\\.(ftz|approx|full)\\b.*"))
                .noneMatch(instruction -> instruction.matches("(add|sub|mul|div)\\.f.*"));
    }

    @ParameterizedTest
    @ValueSource(ints = {70, 75, 80, 86, 89, 90})
    void shouldCompileForEveryDeviceWithoutSpillingRegisters(final int capability) {
        final PtxCompilation compiled = PtxCompilation.of(DeviceKernels.ptx(), capability);
        assertThat(compiled.succeeded()).as(compiled.log()).isTrue();
        assertThat(compiled.spillsNothing()).as(compiled.log()).isTrue();
    }

    @Test
    void shouldNotCompileWhatADeviceLacks() {
        final String newer = """
                .version 8.0
                .target sm_70
                .address_size 64
                .visible .entry least() {
                    .reg .f32 %f<3>;
                    min.NaN.f32 %f0, %f1, %f2;
                }
                """;
        final PtxCompilation refused = PtxCompilation.of(newer, 70);
        assertThat(refused.succeeded()).isFalse();
        assertThat(refused.log()).contains("sm_80");
    }
}
