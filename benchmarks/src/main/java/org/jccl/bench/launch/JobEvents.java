// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.launch;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.IntFunction;

/** What comes from all ranks of a job: lines go to the launcher's own output, ends to the thread that waits for them. */
final class JobEvents implements RankEvents {
    private final PrintStream out;
    private final PrintStream err;
    private final IntFunction<String> prefixes;
    private final boolean plainFirst;
    private final Map<Integer, RankOutput> outputs = new ConcurrentHashMap<>();
    private final BlockingQueue<RankEnd> ends = new LinkedBlockingQueue<>();

    /** What one rank prints. */
    private record RankOutput(PrefixedOutput out, PrefixedOutput err, LastLines last) {}

    /**
     * Nothing yet.
     *
     * @param prefixes what marks a rank's lines
     * @param plainFirst whether rank 0's standard output stays unmarked
     */
    JobEvents(
            final PrintStream out,
            final PrintStream err,
            final IntFunction<String> prefixes,
            final boolean plainFirst) {
        this.out = out;
        this.err = err;
        this.prefixes = prefixes;
        this.plainFirst = plainFirst;
    }

    @Override
    public void printed(final int rank, final OutputKind kind, final byte[] bytes, final int length) {
        final RankOutput output = outputs.computeIfAbsent(rank, this::output);
        (kind == OutputKind.OUT ? output.out : output.err).accept(bytes, length);
    }

    private RankOutput output(final int rank) {
        final LastLines last = new LastLines();
        final String prefix = prefixes.apply(rank);
        return new RankOutput(
                new PrefixedOutput(out, plainFirst && rank == 0 ? "" : prefix, last),
                new PrefixedOutput(err, prefix, last),
                last);
    }

    @Override
    public void ended(final RankEnd end) {
        ends.add(end);
    }

    BlockingQueue<RankEnd> ends() {
        return ends;
    }

    /** What the rank printed last, marked. */
    List<String> lastLines(final int rank) {
        final List<String> marked = new ArrayList<>();
        final RankOutput output = outputs.get(rank);
        if (output != null) {
            output.last.list().forEach(line -> marked.add(prefixes.apply(rank) + line));
        }
        return marked;
    }
}
