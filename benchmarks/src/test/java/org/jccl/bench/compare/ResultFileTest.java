// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jccl.bench.measure.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFileTest {
    @TempDir
    private Path folder;

    private ResultFile read(final int ranks, final String... lines) throws IOException {
        return ResultFile.read(Files.writeString(folder.resolve("results.txt"), String.join("\n", lines)), ranks);
    }

    private static Optional<Figures> at(final ResultFile file, final Operation operation, final long bytes) {
        return file.measure(new Task(operation, bytes, true, 1));
    }

    @Test
    void shouldReadOsuAveragesWithTheSizeOfAllBlocks() throws IOException {
        final ResultFile reduced = read(
                4,
                "# OSU MPI Allreduce Latency Test v5.3",
                "# Size       Avg Latency(us)   Min Latency(us)",
                "4                       1.25              1.10",
                "1048576               290.51            280.00");
        assertThat(at(reduced, Operation.ALL_REDUCE, 4)).contains(Figures.average(4, 1.25));
        assertThat(at(reduced, Operation.ALL_REDUCE, 1 << 20)).contains(Figures.average(1 << 20, 290.51));
        final ResultFile gathered =
                read(4, "# OSU MPI Allgather Latency Test v7.1", "# Size    Avg Latency(us)", "64    2.50");
        assertThat(at(gathered, Operation.ALL_GATHER, 256)).contains(Figures.average(256, 2.5));
        assertThat(at(gathered, Operation.ALL_GATHER, 64)).isEmpty();
        final ResultFile persistent = read(2, "# OSU MPI All-to-All Latency Test", "8 1.5");
        assertThat(at(persistent, Operation.ALL_TO_ALL, 16)).contains(Figures.average(16, 1.5));
    }

    @Test
    void shouldReadNcclTestsOutOfPlaceTimes() throws IOException {
        final ResultFile file = read(
                8,
                "# nThread 1 nGpus 8 minBytes 8 maxBytes 134217728 step: 2(factor) warmup iters: 5 iters: 20",
                "# Running ./build/all_reduce_perf -b 8",
                "#       size         count      type   redop    root     time   algbw   busbw #wrong     time",
                "           8             2     float     sum      -1    30.06    0.00    0.00      0    29.13    0.00    0.00      0",
                "   134217728      33554432     float     sum      -1   1123.4  119.47  209.07      0   1120.6  119.77  209.60      0",
                "# Avg bus bandwidth    : 41.7");
        assertThat(at(file, Operation.ALL_REDUCE, 8)).contains(Figures.average(8, 30.06));
        assertThat(at(file, Operation.ALL_REDUCE, 134217728)).contains(Figures.average(134217728, 1123.4));
    }

    @Test
    void shouldReadOwnTableAndOwnJson() throws IOException {
        final ResultFile table = read(
                2,
                "# 2 ranks (processes), transport shm, algorithm auto, buffers direct",
                "#",
                "# all_gather",
                "#      size       count        type redop root   time",
                "        512         128     float32  none   -1  18.18   0.03   0.04      0  18.40  69.22  463.3   1794"
                        + "  20.43   0.03   0.04      0  16.80  58.39   1936   8250");
        assertThat(at(table, Operation.ALL_GATHER, 512)).contains(new Figures(512, 18.18, 18.40, 69.22, 463.3, 1794));
        final String row = "\"transport\":\"shm\",\"ranks\":2,\"sizeBytes\":64,\"avgUs\":2.5,\"p50Us\":2.0,"
                + "\"p99Us\":4.0,\"p999Us\":8.0,\"maxUs\":9.0}";
        final ResultFile json = read(
                2,
                "{\"machine\":{\"cores\":2}}",
                "{\"collective\":\"all_reduce\",\"inPlace\":false," + row,
                "{\"collective\":\"all_reduce\",\"inPlace\":true," + row.replace("2.0", "1.0"));
        assertThat(at(json, Operation.ALL_REDUCE, 64)).contains(new Figures(64, 2.5, 2, 4, 8, 9));
    }

    @Test
    void shouldRefuseWhatItDoesNotUnderstand() {
        assertThatThrownBy(() -> read(2, "8 1.5", "no title said what this is about"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has no rows that are understood");
        assertThatThrownBy(() -> ResultFile.read(folder.resolve("missing"), 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("neither openmpi, nor a file of results");
    }
}
