// SPDX-License-Identifier: Apache-2.0
package org.jccl.bootstrap;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jccl.error.CollectiveException;
import org.jccl.error.CollectiveTimeoutException;
import org.jccl.error.InvalidUsageException;
import org.jccl.spi.Addresses;
import org.jccl.spi.Candidates;
import org.jccl.spi.Durations;

/**
 * Where a newcomer finds ranks of a running job: {@code tcp://host:port,host:port}, of which one has to answer, or
 * {@code file:///folder}, in which they leave their addresses. One thread.
 */
public final class Members {
    private static final String PORTS = "tcp://";

    private final String text;
    private final Source source;

    private interface Source {
        List<Candidates> members() throws IOException;
    }

    private Members(final String text, final Source source) {
        this.text = text;
        this.source = source;
    }

    /**
     * Reads where they are.
     *
     * @throws InvalidUsageException if it is neither form
     */
    public static Members parse(final String text) {
        try {
            if (text.startsWith("file:")) {
                return new Members(text, new MemberFolder(Path.of(URI.create(text)))::list);
            }
            final List<Candidates> given = Stream.of(text.replace(PORTS, "").split(","))
                    .map(address -> new Candidates(Entrance.ANYBODY, List.of(Addresses.parse(address.trim()))))
                    .toList();
            return new Members(text, () -> given);
        } catch (final IllegalArgumentException malformed) {
            throw new InvalidUsageException(
                    "'" + text + "' (setting join) names no ranks of a running job: " + malformed.getMessage()
                            + "; write tcp://host:port,host:port or file:///folder",
                    malformed);
        }
    }

    /**
     * Knocks at one after the other until it is let in.
     *
     * @param name the communicator's
     * @param patience how long a newcomer waits, for messages
     * @param deadlineNs until when it waits, on {@link System#nanoTime}'s clock
     * @throws CollectiveTimeoutException if nobody lets it in by then
     */
    public DoorVisit knock(final String name, final byte[] token, final Duration patience, final long deadlineNs) {
        final Polling polling = new Polling(Duration.ofNanos(deadlineNs - System.nanoTime()));
        while (true) {
            try {
                return knockOnce(name, token, deadlineNs);
            } catch (final IOException cannot) {
                if (polling.isLate()) {
                    throw late(name, cannot, patience);
                }
                pause(polling, name);
            }
        }
    }

    private static void pause(final Polling polling, final String name) {
        try {
            polling.pause();
        } catch (final InterruptedIOException interrupted) {
            throw new CollectiveException("interrupted while this newcomer waited to join '" + name + "'", interrupted);
        }
    }

    private DoorVisit knockOnce(final String name, final byte[] token, final long deadlineNs) throws IOException {
        IOException failure = new IOException("no rank has left its address there");
        for (final Candidates member : source.members()) {
            try {
                return DoorVisit.at(member, name, token, deadlineNs);
            } catch (final IOException cannot) {
                failure = cannot;
            }
        }
        throw failure;
    }

    private CollectiveException late(final String name, final IOException last, final Duration timeout) {
        return new CollectiveTimeoutException(
                "no rank of '" + name + "' at " + text + " has taken this newcomer in within "
                        + Durations.text(timeout.toNanos()) + " (" + last.getMessage()
                        + "); does the job run, do all its ranks call grow(), and may this machine connect to them?",
                last);
    }
}
