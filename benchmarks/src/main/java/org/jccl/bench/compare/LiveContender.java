// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.compare;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A command whose ranks stay up, asleep, while another contender is measured: it reads {@link Task} lines and answers each
 * with a {@link Figures} line; what else it prints is passed on. One thread.
 */
final class LiveContender implements Contender {
    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final long END_MS = 5_000;
    private static final String ENDED = "";

    private final String name;
    private final Process process;
    private final Writer tasks;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    private LiveContender(final String name, final Process process, final PrintStream rest) {
        this.name = name;
        this.process = process;
        this.tasks = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.US_ASCII);
        final Thread reader = new Thread(() -> read(rest), name + "-answers");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts the command; what it says besides answers goes to {@code rest}. */
    static LiveContender start(
            final String name,
            final List<String> command,
            final Map<String, String> environment,
            final PrintStream rest) {
        final ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        try {
            return new LiveContender(name, builder.start(), rest);
        } catch (final IOException cannot) {
            throw new ContenderException(name + " could not be started: " + cannot.getMessage(), cannot);
        }
    }

    private void read(final PrintStream rest) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (Figures.isAnswer(line)) {
                    answers.add(line);
                } else {
                    rest.println(name + ": " + line);
                }
            }
        } catch (final IOException closed) {
            // the end of the process, which the next question finds out
        }
        answers.add(ENDED);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean isLive() {
        return true;
    }

    @Override
    public Optional<Figures> measure(final Task task) {
        try {
            tasks.write(task.toLine() + "\n");
            tasks.flush();
            final String answer = answers.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (answer == null) {
                throw new ContenderException(name + " has said nothing for " + PATIENCE.toSeconds() + " s about "
                        + task.operation() + " of " + task.bytes() + " bytes");
            }
            if (answer.equals(ENDED)) {
                throw ended();
            }
            return Optional.of(Figures.parse(answer));
        } catch (final IOException gone) {
            throw ended();
        } catch (final InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new ContenderException("interrupted while " + name + " measured", stop);
        }
    }

    private ContenderException ended() {
        return new ContenderException(name + " ended before it had measured everything; what it said is above");
    }

    /** The end of its input is the sign to go; a command that stays is killed. */
    @Override
    public void close() {
        try {
            tasks.close();
            if (process.waitFor(END_MS, TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (final IOException gone) {
            // it has ended already
        } catch (final InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }
}
