// SPDX-License-Identifier: Apache-2.0
package org.jccl.testing;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jccl.Communicator;
import org.jccl.CommunicatorBuilder;

/**
 * Runs ranks as threads of this JVM, each with its own communicator over a named transport. What fails on one rank
 * aborts the communicator, so that the others do not sit out their deadline; see {@link RankThreads} for what is thrown.
 */
public final class Ranks {
    /** In minutes, for machines that are emulated. */
    private static final Duration DEADLINE = Duration.ofMinutes(Integer.getInteger("jccl.test.deadline", 1));

    /** What one rank does. */
    @FunctionalInterface
    public interface Body {
        /** Runs on the rank's own thread; the communicator is closed afterwards. */
        void run(Communicator communicator) throws Exception;
    }

    /** What one rank computes. */
    @FunctionalInterface
    public interface Call<T> {
        /** Runs on the rank's own thread; the communicator is closed afterwards. */
        T run(Communicator communicator) throws Exception;
    }

    private Ranks() {}

    /** Runs {@code size} ranks over that transport, for at most a minute. */
    public static void spawn(final int size, final String transport, final Body body) {
        spawn(size, transport, UnaryOperator.identity(), body);
    }

    /** Runs {@code size} ranks whose builders went through {@code configure}, for at most a minute. */
    public static void spawn(
            final int size,
            final String transport,
            final UnaryOperator<CommunicatorBuilder> configure,
            final Body body) {
        call(size, transport, configure, DEADLINE, communicator -> {
            body.run(communicator);
            return null;
        });
    }

    /** Runs {@code size} ranks over that transport, for at most a minute; returns their results by rank. */
    public static <T> List<T> call(final int size, final String transport, final Call<T> body) {
        return call(size, transport, UnaryOperator.identity(), DEADLINE, body);
    }

    /** Runs {@code size} ranks whose builders went through {@code configure}; returns their results by rank. */
    public static <T> List<T> call(
            final int size,
            final String transport,
            final UnaryOperator<CommunicatorBuilder> configure,
            final Duration deadline,
            final Call<T> body) {
        final ThreadRendezvous rendezvous = new ThreadRendezvous(size);
        return RankThreads.run(size, deadline, rank -> {
            final CommunicatorBuilder builder = Communicator.builder()
                    .rank(rank)
                    .size(size)
                    .rendezvous(rendezvous)
                    .transport(transport);
            try (Communicator communicator = configure.apply(builder).build()) {
                return guarded(communicator, body);
            }
        });
    }

    private static <T> T guarded(final Communicator communicator, final Call<T> body) throws Exception {
        try {
            return body.run(communicator);
        } catch (final Exception | Error failure) {
            communicator.abort("the test failed on rank " + communicator.rank() + ": " + failure);
            throw failure;
        }
    }
}
