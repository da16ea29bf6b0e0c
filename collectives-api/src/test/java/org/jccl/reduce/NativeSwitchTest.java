// SPDX-License-Identifier: Apache-2.0
package org.jccl.reduce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The library is loaded once a process, so its absence is tried in another. */
@Timeout(60)
class NativeSwitchTest {
    @Test
    void shouldUseJavaWhereThePropertySaysOff() throws Exception {
        assertThat(describe("-Djccl.native=off"))
                .contains("native kernels not used: switched off")
                .contains("description: java (switched off")
                .contains("kernel: FloatKernel");
    }

    @Test
    void shouldSayWhyTheLibraryCannotBeLoaded() throws Exception {
        assertThat(describe("-Djava.io.tmpdir=/nowhere/at/all"))
                .contains("kernel: FloatKernel")
                .containsPattern("native kernels not used: .*(built without|java.io.tmpdir=/nowhere/at/all)");
    }

    private static String describe(final String property) throws IOException, InterruptedException {
        final Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        property,
                        Main.class.getName())
                .redirectErrorStream(true)
                .start();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).as(output).isTrue();
        return output;
    }

    /** Prints which kernels there are. */
    static final class Main {
        private Main() {}

        public static void main(final String[] arguments) {
            System.out.println("description: " + Kernels.description());
            System.out.println("kernel: "
                    + Kernels.of(DataType.FLOAT32, ReduceOp.SUM).getClass().getSimpleName());
        }
    }
}
