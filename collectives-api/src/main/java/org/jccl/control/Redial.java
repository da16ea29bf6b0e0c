// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jccl.spi.Addresses;
import org.jccl.spi.Wire;

/** Dials one address of a peer until the peer lets us in or there is no hope. Confined to the control thread. */
final class Redial implements Dial.Outcome {
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(100);
    /**
     * The peer listened before it told anyone its address, so that failures in a row mean that it has ended; several,
     * because a full backlog can break connections too.
     */
    private static final int MOST_FAILURES = 5;

    private final InetSocketAddress address;
    private final Function<Dial.Outcome, Dial> dials;
    private final Race race;
    private Dial dial;
    private int attempts;
    private String failure;
    private boolean hopeless;
    private boolean gone;
    private boolean done;
    private long pausedSinceNs = -1;

    /**
     * Does nothing yet.
     *
     * @param dials makes one attempt with that outcome
     * @param race hears how it goes
     */
    Redial(final InetSocketAddress address, final Function<Dial.Outcome, Dial> dials, final Race race) {
        this.address = address;
        this.dials = dials;
        this.race = race;
    }

    void attempt() {
        attempts++;
        failure = null;
        pausedSinceNs = -1;
        dial = dials.apply(this);
        dial.begin(address);
    }

    /** Tries again when a failed attempt lies far enough back. */
    void tick(final long nowNs) {
        if (done || hopeless || failure == null) {
            return;
        }
        if (pausedSinceNs < 0) {
            pausedSinceNs = nowNs;
        } else if (nowNs - pausedSinceNs >= PAUSE_NS) {
            attempt();
        }
    }

    void cancel() {
        if (dial != null) {
            dial.cancel();
        }
    }

    /** Gives up for now, because the peer answers at another address; later ticks try again. */
    void standBack() {
        if (dial != null && failure == null) {
            cancel();
            failure = "the peer answered elsewhere";
        }
    }

    boolean isHopeless() {
        return hopeless;
    }

    /** Whether it has turned out that the process does not listen there, or somebody else does. */
    boolean isGone() {
        return gone;
    }

    /** What was tried and how it stands, for messages. */
    @Override
    public String toString() {
        return "at " + Addresses.text(address) + " " + (dial == null ? "was not tried" : standing());
    }

    private String standing() {
        return (failure == null ? dial.doing() : "cannot be reached: " + failure) + " (attempt " + attempts + ")";
    }

    @Override
    public void recognised() {
        race.recognised(this);
    }

    @Override
    public void connected(final Wire wire) {
        done = true;
        race.connected(wire);
    }

    @Override
    public void failed(final String why, final boolean forGood) {
        failure = why;
        gone |= forGood || Dial.REFUSED.equals(why);
        hopeless = forGood || attempts >= MOST_FAILURES;
        race.failed(this, forGood);
    }
}
