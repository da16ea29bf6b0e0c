// SPDX-License-Identifier: Apache-2.0
package org.jccl.ring;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ThreadLocalRandom;
import org.jccl.buffer.Memory;
import org.jccl.spi.Lane;
import org.jccl.spi.Link;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A message on its way to a rank that is about to sleep: the sleeper finds it in its last look, or is rung. The fence between the
 * ringer's publication and its look at the flag pairs with that between the sleeper's flag and its last look.
 */
@JCStressTest
@Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "it is rung")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "it has seen the message")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "both")
@Outcome(expect = FORBIDDEN, desc = "the wake-up is lost")
@State
public class SleepStress {
    /** A bell over it remembers as its failure that it was rung. */
    private static final SocketChannel CLOSED = closed();

    private static final Doorbell SILENT = new Doorbell(CLOSED);

    /** How long the sleeper waits before: so that both come to the point at about the same time. */
    private final int spins = ThreadLocalRandom.current().nextInt(64);

    private final RingGeometry geometry = new RingGeometry(1, 16 << 10);
    /** Of both regions as much as a small message touches. */
    private final long sending = Memory.allocate(geometry.bulk(0, Link.COLLECTIVE));

    private final long sleeping = Memory.allocate(geometry.bulk(0, Link.COLLECTIVE));
    private final RingLink[] links = new RingLink[1];
    private final Bells bells = new Bells(links);
    private final Lane out;
    private final Lane in;

    /** Both ends of a link. */
    public SleepStress() {
        final RingLink.End sender = new RingLink.End(geometry, sending, 0);
        final RingLink.End sleeper = new RingLink.End(geometry, sleeping, 0);
        links[0] = new RingLink(1, sender, sleeper, null, new Doorbell(CLOSED), bells);
        out = links[0].lane(Link.COLLECTIVE);
        in = new RingLink(0, sleeper, sender, null, SILENT, new Bells(new RingLink[0])).lane(Link.COLLECTIVE);
    }

    private static SocketChannel closed() {
        try (SocketChannel channel = SocketChannel.open()) {
            return channel;
        } catch (final IOException cannot) {
            throw new UncheckedIOException("cannot open a socket; is the limit of open files reached?", cannot);
        }
    }

    /** Sends, and rings who sleeps. */
    @Actor
    public void ringer() {
        Memory.putLong(out.claim(Long.BYTES), 1);
        out.commit(Long.BYTES);
        out.flush();
        bells.ring();
    }

    /** Says that it sleeps and looks once more, as {@link RingTransport#prepareSleep} has it. */
    @Actor
    public void sleeper(final II_Result result) {
        for (int spin = 0; spin < spins; spin++) {
            Thread.onSpinWait();
        }
        Memory.putIntVolatile(sleeping + RingGeometry.SLEEPING, 1);
        Memory.fullFence();
        result.r2 = in.peek() > 0 ? 1 : 0;
    }

    /** Was it rung? */
    @Arbiter
    public void look(final II_Result result) {
        result.r1 = links[0].failure() == null ? 0 : 1;
        Memory.free(sending);
        Memory.free(sleeping);
    }
}
