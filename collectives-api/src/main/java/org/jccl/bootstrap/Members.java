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
import org.jccl.spi.Connections;
import org.jccl.spi.Durations;

/**
 * Where a newcomer finds ranks of a running job: {@code tcp://host:port,host:port}, of which one has to answer, or
 * {@code file:///folder}, in which they leave their addresses. One thread.
 */
public final class Members {
    private static final String PORTS = "tcp://";

    /** A rank that lives answers in no time, and dead ones must not keep it waiting; a busy one is given longer later. */
    private static final Duration FIRST_PATIENCE = Duration.ofSeconds(1);

    private static final Duration MOST_PATIENCE = Duration.ofSeconds(10);

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
     * @param own with what this process shows that it belongs to the job
     * @param search how long a rank that answers is looked for
     * @param deadlineNs until when it waits at a door, on {@link System#nanoTime}'s clock
     * @throws CollectiveTimeoutException if nobody answers, or nobody lets it in
     */
    public DoorVisit knock(final String name, final Connections own, final Duration search, final long deadlineNs) {
        Polling polling = new Polling(search);
        Duration patience = FIRST_PATIENCE;
        while (true) {
            try {
                return knockOnce(name, own, patience, deadlineNs);
            } catch (final TurnedAwayException turnedAway) {
                if (System.nanoTime() - deadlineNs >= 0) {
                    throw new CollectiveTimeoutException(
                            "the ranks of '" + name + "' at " + text + " have not let this newcomer in ("
                                    + turnedAway.getMessage() + "); do all of them call grow() now and then?",
                            turnedAway);
                }
                polling = new Polling(search);
            } catch (final IOException cannot) {
                if (polling.isLate()) {
                    throw new CollectiveTimeoutException(
                            "no rank of '" + name + "' has answered at " + text + " for "
                                    + Durations.text(search.toNanos()) + " (" + cannot.getMessage()
                                    + "); does the job still run, and may this machine connect to it?",
                            cannot);
                }
            }
            pause(polling, name);
            patience = longer(patience);
        }
    }

    private static Duration longer(final Duration patience) {
        final Duration twice = patience.multipliedBy(2);
        return twice.compareTo(MOST_PATIENCE) < 0 ? twice : MOST_PATIENCE;
    }

    private static void pause(final Polling polling, final String name) {
        try {
            polling.pause();
        } catch (final InterruptedIOException interrupted) {
            throw new CollectiveException("interrupted while this newcomer waited to join '" + name + "'", interrupted);
        }
    }

    private DoorVisit knockOnce(
            final String name, final Connections own, final Duration patience, final long deadlineNs)
            throws IOException {
        IOException failure = new IOException("no rank has left its address there");
        for (final Candidates member : source.members()) {
            try {
                return DoorVisit.at(member, name, own, patience, deadlineNs);
            } catch (final TurnedAwayException answered) {
                throw answered;
            } catch (final IOException cannot) {
                failure = cannot;
            }
        }
        throw failure;
    }
}
