// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jccl.Communicator;
import org.jccl.error.InvalidUsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SettingsCheckTest {
    @Test
    void shouldRefuseABuildersMistake() {
        assertThatThrownBy(
                        () -> Communicator.builder().set("chekcsum", "crc32c").build())
                .isInstanceOf(InvalidUsageException.class)
                .hasMessage("nothing on the class path reads the builder's setting 'chekcsum'; did you mean checksum?");
    }

    @Test
    void shouldSayOnceInAProcessWhatNothingReadsAndForEachCommunicatorWhatIsSet() throws Exception {
        final List<String> log = logOfTwoCommunicators();
        assertThat(log)
                .filteredOn(line -> line.contains("nothing on the class path"))
                .hasSize(1);
        assertThat(log)
                .filteredOn(line -> line.contains("INFO") && line.contains("set are"))
                .hasSize(2)
                .allMatch(line -> line.endsWith(
                        "on rank 0 of 1: set are timeout=7s (JCCL_TIMEOUT), name=one (builder), token=*** (JCCL_TOKEN);"
                                + " see docs/configuration.md"));
    }

    private static List<String> logOfTwoCommunicators() throws IOException, InterruptedException {
        final ProcessBuilder builder = new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                TwoCommunicators.class.getName());
        builder.environment().put("JCCL_TIMOUT", "9s");
        builder.environment().put("JCCL_TIMEOUT", "7s");
        builder.environment().put("JCCL_TOKEN", "tiger");
        final Process process = builder.redirectErrorStream(true).start();
        final String log = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(log).isZero();
        return log.lines().toList();
    }

    /** A process of its own, since an environment is looked at once. */
    static final class TwoCommunicators {
        public static void main(final String[] args) {
            Communicator.builder().name("one").build().close();
            Communicator.builder().name("one").build().close();
        }
    }
}
