// SPDX-License-Identifier: Apache-2.0
package org.jccl.bootstrap;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jccl.control.Question;
import org.jccl.error.TransportException;
import org.jccl.spi.Addresses;
import org.jccl.spi.Greeting;
import org.jccl.spi.Wiring;

/** Somebody from outside asks a running job, at the port of any of its ranks. Stateless, any thread. */
public final class StatusVisit {
    /** Within this time whoever listens must take the connection and challenge it, and say what it knows. */
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(5);

    private static final int NOBODYS_RANK = -1;
    private static final long ANY_COMMUNICATOR = 0;
    private static final Entrance.Advice ADVICE = new Entrance.Advice(
            "give the port of one of the job's ranks, and ask with the jccl of the job's version",
            "give the job's own, in JCCL_TOKEN or by --token; a job that is older than this jccl says the same");

    private StatusVisit() {}

    /**
     * Asks, and waits for the answer, for a few seconds.
     *
     * @param rank where any rank of the job listens
     * @param wiring the job's
     * @param token the job's, or an empty array if it has none
     * @return JSON, one flat object a line, but for the lines of records
     * @throws TransportException if there is no answer; the message says why in one sentence
     */
    public static String ask(
            final InetSocketAddress rank, final Wiring wiring, final byte[] token, final Question question) {
        final String where = Addresses.text(rank);
        final Greeting greeting = new Greeting(Greeting.Purpose.STATUS, ANY_COMMUNICATOR, NOBODYS_RANK, 0);
        final Entrance entrance = new Entrance(greeting, wiring, token, "this question", ADVICE);
        final long soonNs = System.nanoTime() + PATIENCE_NS;
        try (DeadlineChannel channel = entrance.enter(
                resolved(rank), "the rank at " + where, Entrance.ANYBODY, soonNs, soonNs + question.patienceNs())) {
            channel.write(ByteBuffer.wrap(new byte[] {Question.VERSION, (byte) question.ordinal()}));
            return answer(channel);
        } catch (final ConnectException nobody) {
            throw new TransportException(
                    "nobody listens at " + where
                            + "; a rank logs at INFO where it listens, and its flight record says it",
                    nobody);
        } catch (final UnresolvedAddressException unknown) {
            throw new TransportException("the host of " + where + " is unknown here; give an address", unknown);
        } catch (final IOException silent) {
            throw new TransportException(
                    "whoever listens at " + where + " does not answer as a rank does (" + silent.getMessage()
                            + "); is that the port of a rank, and is the rank still running?",
                    silent);
        }
    }

    private static InetSocketAddress resolved(final InetSocketAddress rank) {
        return rank.isUnresolved() ? new InetSocketAddress(rank.getHostString(), rank.getPort()) : rank;
    }

    private static String answer(final DeadlineChannel channel) throws IOException {
        final byte how = channel.read(1).get();
        final int length = channel.read(Integer.BYTES).getInt();
        if (length < 0 || length > Question.MOST_BYTES) {
            throw new EOFException("an answer of " + length + " bytes");
        }
        final String text = StandardCharsets.UTF_8.decode(channel.read(length)).toString();
        if (how == Question.REFUSED) {
            throw new TransportException(text);
        }
        return text;
    }
}
