// SPDX-License-Identifier: Apache-2.0
package org.jccl.rdma;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(10)
final class LockedMemoryTest {
    private static final String ALL_USERS = "         0          0 4294967295";

    @TempDir
    private Path proc;

    @BeforeEach
    void makeFolders() throws IOException {
        Files.createDirectory(proc.resolve("self"));
        write("meminfo", "MemTotal:       16000000 kB\nMemFree:         8000000 kB\n");
        write("self/status", "Name:\tjava\nCapEff:\t0000000000000000\n");
        write("self/uid_map", ALL_USERS);
    }

    private void write(final String file, final String text) throws IOException {
        Files.writeString(proc.resolve(file), text);
    }

    private void limit(final String soft) throws IOException {
        write(
                "self/limits",
                "Limit                     Soft Limit           Hard Limit           Units     \n"
                        + "Max locked memory         " + soft + "              unlimited            bytes     \n");
    }

    @ParameterizedTest
    @CsvSource({"unlimited,true", "16384000000,true", "16383998976,false", "65536,false", "0,false"})
    void shouldWantAllMemoryThatThereIs(final String limit, final boolean suffices) throws IOException {
        limit(limit);
        if (suffices) {
            assertThat(new LockedMemory(proc).shortage()).isNull();
        } else {
            assertThat(new LockedMemory(proc).shortage())
                    .contains("may lock only " + limit + " bytes", "ulimit -l unlimited");
        }
    }

    @Test
    void shouldCountTheCapability() throws IOException {
        limit("65536");
        write("self/status", "CapEff:\t0000000000004000\n");
        assertThat(new LockedMemory(proc).shortage()).isNull();
    }

    @Test
    void shouldNotCountTheCapabilityOfAUserNamespace() throws IOException {
        limit("65536");
        write("self/status", "CapEff:\t000001fffeffffff\n");
        write("self/uid_map", "         0       1000          1");
        assertThat(new LockedMemory(proc).shortage()).contains("65536");
    }

    @Test
    void shouldFindNothingWrongWhereNothingIsKnown() {
        assertThat(new LockedMemory(proc.resolve("nowhere")).shortage()).isNull();
    }
}
