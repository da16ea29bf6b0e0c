// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.chaos;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** One rank of an episode: a process, where it is, what it has said, and what is done to it. One thread. */
final class Actor implements AutoCloseable {
    /** Of what it said so many are shown. */
    private static final int MOST_LINES = 60;

    /** Who is still there after so long was not missed: where processors are scarce silence is counted with patience. */
    private static final long OUTLIVED_NS = TimeUnit.SECONDS.toNanos(20);

    private static final int KILLED = 137;

    private final int place;
    private final String name;
    private final Process process;
    private final Queue<String> said = new ConcurrentLinkedQueue<>();
    private Fate fate;
    private boolean doubted;
    private long outlivedNs = System.nanoTime();

    /** What is done to a rank, and so how it may end. */
    enum Fate {
        /** Nothing that it should notice. */
        NONE,
        KILLED,
        /** For longer than the others wait. */
        STOPPED,
        /** From all others, for longer than they wait or for good; it goes on alone. */
        CUT_OFF,
        /** It was started again in another's place, and may come too late. */
        RETURNED
    }

    Actor(final int place, final String name, final ProcessBuilder command, final Fate fate) throws IOException {
        this.place = place;
        this.name = name;
        this.fate = fate;
        this.process = command.redirectErrorStream(true).start();
        final Thread reader = new Thread(this::read, "chaos-" + name);
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            reader.lines().forEach(said::add);
        } catch (final IOException | UncheckedIOException ended) {
            said.add("(output lost: " + ended.getMessage() + ")");
        }
    }

    int place() {
        return place;
    }

    /** Whether it takes part, and nothing has been done to it or it has outlived that. */
    boolean isWell() {
        return fate != Fate.KILLED && System.nanoTime() >= outlivedNs && process.isAlive() && hasBegun();
    }

    /** Whether it has come to its first rounds. */
    boolean hasBegun() {
        return said.stream().anyMatch(line -> line.startsWith("round "));
    }

    boolean isAlive() {
        return process.isAlive();
    }

    void meets(final Fate itsFate) {
        fate = itsFate;
        outlivedNs = System.nanoTime() + OUTLIVED_NS;
        said.add("(" + fate + ")");
    }

    /** A peer may take it for dead and have it given up. */
    void meetsDoubt() {
        doubted = true;
    }

    void kill() {
        meets(Fate.KILLED);
        process.destroyForcibly();
    }

    void signal(final String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /** What is wrong with how it ended, or nothing; waits until then. */
    String judge(final long endNs) throws InterruptedException {
        if (!process.waitFor(Math.max(1, endNs - System.nanoTime()), TimeUnit.NANOSECONDS)) {
            return name + ", " + fate + ", has not ended";
        }
        final int status = process.exitValue();
        final boolean right = switch (fate) {
            case NONE -> status == 0 || doubted && status == ChaosRank.GIVEN_UP;
            case KILLED -> status == KILLED;
            // it may have been given up, or have ended before it happened
            case STOPPED, CUT_OFF -> status == ChaosRank.GIVEN_UP || status == 0;
            case RETURNED -> status == ChaosRank.TOO_LATE || status == 0 || doubted && status == ChaosRank.GIVEN_UP;
        };
        return right ? "" : name + ", " + fate + ", ended with status " + status;
    }

    /** How many of its lines begin with that. */
    long count(final String beginning) {
        return said.stream().filter(line -> line.startsWith(beginning)).count();
    }

    /** The end of what it said. */
    String lastWords() {
        final int before = Math.max(0, said.size() - MOST_LINES);
        final StringBuilder text = new StringBuilder();
        if (before > 0) {
            text.append("\n  [").append(name).append("] ... ").append(before).append(" lines");
        }
        said.stream()
                .skip(before)
                .forEach(line -> text.append("\n  [").append(name).append("] ").append(line));
        return text.toString();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
