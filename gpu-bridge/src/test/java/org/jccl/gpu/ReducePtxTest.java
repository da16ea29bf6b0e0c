// SPDX-License-Identifier: Apache-2.0
package org.jccl.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import jcuda.nvptxcompiler.JNvPTXCompiler;
import jcuda.nvptxcompiler.nvPTXCompileResult;
import jcuda.nvptxcompiler.nvPTXCompilerHandle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The PTX that the jar brings, by CUDA's own compiler, which needs no device. */
@Timeout(120)
final class ReducePtxTest {
    private static final Path SOURCES = Path.of("src/main/cuda");

    @Test
    void shouldBeOfTheSourcesBesideIt() throws IOException {
        assertThat(DeviceKernels.ptx().lines().findFirst())
                .as("src/main/cuda/build.sh makes it")
                .contains("// sha256 " + sha256(sources()));
    }

    private static byte[] sources() throws IOException {
        final List<Path> files;
        try (Stream<Path> all = Files.list(SOURCES)) {
            files = all.filter(file -> !file.endsWith("build.sh")).sorted().toList();
        }
        final StringBuilder text = new StringBuilder();
        for (final Path file : files) {
            text.append(Files.readString(file));
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String sha256(final byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
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
        final Compilation compiled = Compilation.of(DeviceKernels.ptx(), capability);
        assertThat(compiled.result()).as(compiled.log()).isEqualTo(nvPTXCompileResult.NVPTXCOMPILE_SUCCESS);
        assertThat(compiled.log().lines().filter(line -> line.contains("spill")))
                .isNotEmpty()
                .allMatch(line -> line.contains("0 bytes stack frame, 0 bytes spill stores, 0 bytes spill loads"));
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
        final Compilation refused = Compilation.of(newer, 70);
        assertThat(refused.result()).isNotEqualTo(nvPTXCompileResult.NVPTXCOMPILE_SUCCESS);
        assertThat(refused.log()).contains("sm_80");
    }

    /** What the compiler returned, and said. */
    private record Compilation(int result, String log) {
        static Compilation of(final String ptx, final int capability) {
            final nvPTXCompilerHandle compiler = new nvPTXCompilerHandle();
            final byte[] text = ptx.getBytes(StandardCharsets.US_ASCII);
            JNvPTXCompiler.nvPTXCompilerCreate(compiler, text.length, text);
            final String[] options = {"--gpu-name=sm_" + capability, "--verbose"};
            final int result = JNvPTXCompiler.nvPTXCompilerCompile(compiler, options.length, options);
            final String log = log(compiler);
            JNvPTXCompiler.nvPTXCompilerDestroy(compiler);
            return new Compilation(result, log);
        }

        private static String log(final nvPTXCompilerHandle compiler) {
            final long[] bytes = new long[1];
            JNvPTXCompiler.nvPTXCompilerGetErrorLogSize(compiler, bytes);
            final byte[] errors = new byte[(int) bytes[0] + 1];
            JNvPTXCompiler.nvPTXCompilerGetErrorLog(compiler, errors);
            JNvPTXCompiler.nvPTXCompilerGetInfoLogSize(compiler, bytes);
            final byte[] information = new byte[(int) bytes[0] + 1];
            JNvPTXCompiler.nvPTXCompilerGetInfoLog(compiler, information);
            return text(errors) + text(information);
        }

        private static String text(final byte[] log) {
            return new String(log, StandardCharsets.UTF_8).replace("\0", "");
        }
    }
}
