// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.compare;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jccl.Communicator;
import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.jccl.bench.launch.LaunchPlan;
import org.jccl.bench.launch.Launcher;
import org.jccl.bench.launch.RankMain;
import org.jccl.bench.measure.Bench;
import org.jccl.bench.measure.BufferKind;
import org.jccl.bench.measure.Effort;
import org.jccl.bench.measure.Measurement;
import org.jccl.bench.measure.Progress;
import org.jccl.bench.measure.Subject;
import org.jccl.error.CollectiveException;

/**
 * The command of JCCL's own {@link LiveContender}: starts the ranks, which measure what rank 0 reads. Between tasks all of
 * them block in a broadcast.
 */
public final class JcclRanks {
    /** Longer than anybody compares. */
    private static final Duration DEADLINE = Duration.ofDays(1);

    private static final int LINE_BYTES = 256;
    /** The argument that says that this is a rank: another launcher has started them all. */
    static final String STARTED = "started";

    private static final int OPTIONS = 4;

    private final Communicator communicator;
    private final BufferedReader tasks =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    private final ByteBuffer line = ByteBuffer.allocateDirect(LINE_BYTES);

    private JcclRanks(final Communicator communicator) {
        this.communicator = communicator;
    }

    /**
     * Starts the ranks, or is one of them.
     *
     * @param args how many, the transport, the kind of buffers, and of how many bytes; then {@link #STARTED}, if it is
     */
    public static void main(final String[] args) throws IOException, InterruptedException {
        if (RankMain.isLaunched() || args.length > OPTIONS && args[OPTIONS].equals(STARTED)) {
            rank(args);
            return;
        }
        final List<String> command = List.of(JcclRanks.class.getName(), args[0], args[1], args[2], args[3]);
        final LaunchPlan plan = new LaunchPlan(Integer.parseInt(args[0]), "", command, true, Duration.ofSeconds(2), 0);
        System.exit(new Launcher(plan, System.out, System.err).run());
    }

    private static void rank(final String[] args) throws IOException {
        final BufferKind buffers = BufferKind.valueOf(args[2].toUpperCase(Locale.ROOT));
        try (Communicator communicator = Communicator.builder()
                        .name("compare")
                        .transport(args[1])
                        .timeout(DEADLINE)
                        .build();
                Progress silent = Progress.silent();
                Bench bench = new Bench(communicator, buffers, Long.parseLong(args[3]), false, silent)) {
            new JcclRanks(communicator).serve(bench);
        } catch (final CollectiveException said) {
            System.err.println("jccl: " + said.getClass().getSimpleName() + ": " + said.getMessage());
            System.exit(1);
        }
    }

    private void serve(final Bench bench) throws IOException {
        for (String next = next(); !next.isEmpty(); next = next()) {
            final Figures figures = measure(bench, Task.parse(next));
            if (communicator.rank() == 0) {
                System.out.println(figures.toLine());
            }
        }
    }

    private Figures measure(final Bench bench, final Task task) {
        final DataType type = DataType.FLOAT32;
        final ReduceOp op = task.operation().reduces() ? ReduceOp.SUM : null;
        final Subject subject =
                new Subject(task.operation(), task.operation().movesData() ? type : DataType.INT8, op, 0);
        final long elements = subject.elements(task.bytes(), communicator.size());
        final Effort effort = new Effort(
                0,
                task.first() ? Effort.UNTIL_COMPILED : Effort.BRIEFLY,
                Duration.ofMillis(task.timeMs()).toNanos());
        final Measurement measured = bench.measure(subject, elements, false, effort, task.first());
        return Figures.of(elements * subject.type().sizeBytes(), measured.latencies());
    }

    /** The next task's line on every rank; empty at the end of the input. */
    private String next() throws IOException {
        line.clear();
        if (communicator.rank() == 0) {
            final String read = tasks.readLine();
            final byte[] bytes = read == null ? new byte[0] : read.getBytes(StandardCharsets.US_ASCII);
            line.put(bytes, 0, Math.min(bytes.length, LINE_BYTES - 1))
                    .put((byte) 0)
                    .clear();
        }
        communicator.broadcast(line, DataType.UINT8, 0);
        final byte[] all = new byte[LINE_BYTES];
        line.clear().get(all);
        int length = 0;
        while (all[length] != 0) {
            length++;
        }
        return new String(all, 0, length, StandardCharsets.US_ASCII);
    }
}
