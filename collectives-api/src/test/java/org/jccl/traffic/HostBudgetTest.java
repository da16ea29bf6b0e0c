// SPDX-License-Identifier: Apache-2.0
package org.jccl.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jccl.error.InvalidUsageException;
import org.jccl.spi.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HostBudgetTest {
    private static final long NOW = 7_000_000_000L;

    /** Of nobody else on this host. */
    private final String name = "test-" + UUID.randomUUID().toString().substring(0, 8);

    private final HostBudget budget = HostBudget.parse(name + "=8Gbit");

    private Traffic job() {
        return Traffic.of(new Settings(Map.of("host.budget", name + "=8Gbit"), any -> null, any -> null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "fast", "1Gbyte", "a b=1Gbit", "=1Gbit", "a=", "0Gbit", "../x=1Gbit"})
    void shouldRefuseWhatIsNoBudget(final String text) {
        assertThatThrownBy(() -> HostBudget.parse(text))
                .isInstanceOf(InvalidUsageException.class)
                .hasMessage("host.budget='" + text + "' is no rate; write 1Gbit, or a name and a rate: train=25Gbit");
    }

    @Test
    void shouldReadARateWithOrWithoutAName() {
        assertThat(HostBudget.parse("1.5Gbit")).isEqualTo(new HostBudget("all", 1_500_000_000L));
        assertThat(HostBudget.parse("train=1GB/s")).isEqualTo(new HostBudget("train", 8_000_000_000L));
    }

    @Test
    void shouldBeSharedByJobsAndLeaveNoFile() {
        final Sender one = job().join("world", "");
        final Sender other = job().join("world", "");
        one.sent(1_000_000, 0, NOW);
        assertThat(other.waitNs(NOW)).isEqualTo(750_000);
        other.urgent(NOW + 1_000_000);
        assertThat(one.waitNs(NOW + 1_000_000))
                .as("what is urgent in the other job")
                .isPositive();
        one.close();
        assertThat(budget.file()).exists();
        other.close();
        assertThat(budget.file()).doesNotExist();
    }

    @Test
    void shouldComeBackWhenARankThatHadLeftJoinsAgain() {
        final Traffic job = job();
        job.join("world", "").close();
        final Sender again = job.join("world", "");
        assertThat(budget.file()).exists();
        again.sent(1_000_000, 0, NOW);
        assertThat(again.waitNs(NOW)).isEqualTo(750_000);
        again.close();
    }

    @Test
    void shouldTakeTheRowsOfProcessesThatHaveEnded() throws IOException, InterruptedException {
        final Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        final HostFile file = HostFile.open(budget.file(), Table.BYTES, there -> {
            for (int row = 0; row < Table.ROWS; row++) {
                assertThat(new Table(there.address()).row(row).take(ended.pid()))
                        .isTrue();
            }
        });
        file.close(() -> false);
        final Sender sender = job().join("world", "");
        sender.close();
        assertThat(budget.file()).as("nobody who lives has use for it").doesNotExist();
    }

    @Test
    void shouldSurviveThatManyComeAndGoAtOnce() throws Exception {
        final ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            final List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                all.add(threads.submit(() -> {
                    for (int visit = 0; visit < 50; visit++) {
                        final Sender sender = job().join("world", "");
                        sender.sent(1, 0, NOW);
                        sender.close();
                    }
                }));
            }
            for (final Future<?> one : all) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(budget.file()).doesNotExist();
    }

    @Test
    void shouldSayWhyWhenTheFileCannotBeMade() throws IOException {
        final Path inTheWay = Files.createDirectory(budget.file());
        try {
            assertThatThrownBy(() -> job().join("world", ""))
                    .hasMessageStartingWith("the jobs of this host cannot share a budget by " + inTheWay);
        } finally {
            Files.delete(inTheWay);
        }
    }
}
