// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.launch;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.time.Duration;

/**
 * Runs a launcher's ranks on another host. It is told what to start over standard input, and says over standard output what
 * the ranks print and how they end. When the input ends, or nothing comes for a minute, the launcher is gone or done: then
 * all ranks are ended. They do not outlive this process either.
 */
public final class HostMain {
    /** Longer than any pause of a machine that works; also how long a launcher may be stopped by the terminal's Ctrl-Z. */
    private static final Duration SILENCE = Duration.ofMinutes(1);

    private final DataInputStream in;
    private final ChildRanks ranks;
    private final RankEvents events;
    private final Silence silence;

    private HostMain(final DataInputStream in, final RankEvents events, final Silence silence) {
        this.in = in;
        this.events = events;
        this.ranks = new ChildRanks(events, false);
        this.silence = silence;
    }

    /** One argument at most: after how many milliseconds of silence the launcher counts as gone. */
    public static void main(final String[] args) throws IOException, InterruptedException {
        final Duration most = args.length == 0 ? SILENCE : Duration.ofMillis(Long.parseLong(args[0]));
        final DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16));
        // nothing else may come between
        System.setOut(System.err);
        out.write(Greeting.here().line());
        out.flush();
        final DataInputStream in = new DataInputStream(new BufferedInputStream(System.in));
        new HostMain(in, new HostReport(out), new Silence(most)).run();
    }

    private void run() throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "host-shutdown"));
        silence.watch(() -> {
            end();
            Runtime.getRuntime().halt(RankEnd.LOST);
        });
        try {
            while (true) {
                serve(in.readUnsignedByte());
            }
        } catch (final EOFException done) {
            // the launcher has closed its end, or is no more
        } catch (final IOException broken) {
            System.err.println("jccl: the launcher's connection broke: " + broken.getMessage());
        }
        end();
        ranks.drain();
        Runtime.getRuntime().halt(0);
    }

    private void serve(final int message) throws IOException {
        silence.broken();
        switch (message) {
            case HostWire.START -> start(HostWire.Start.read(in));
            case HostWire.ALIVE -> {}
            default -> throw new IOException("message " + message + " is unknown");
        }
    }

    private void start(final HostWire.Start start) {
        try {
            ranks.start(start.rank(), start.program(), start.variables());
        } catch (final IOException cannot) {
            System.err.println("jccl: rank " + start.rank() + " cannot be started here: " + cannot.getMessage());
            events.ended(RankEnd.of(start.rank(), 1));
        }
    }

    private void end() {
        ranks.askToEnd();
        ranks.awaitEnd();
    }
}
