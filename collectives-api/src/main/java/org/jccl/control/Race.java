// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jccl.spi.Candidates;
import org.jccl.spi.Wire;

/**
 * Dials one peer at all its addresses, each a little after the one before it, as RFC 8305 has it. The first at which the
 * peer itself answers is kept and the others are given up, before anything is said to any of them: the peer sees one
 * greeting. Confined to the control thread.
 */
final class Race {
    /** RFC 8305 asks for 100 ms to 2 s; a way across the world answers in this time. */
    private static final long STAGGER_NS = TimeUnit.MILLISECONDS.toNanos(250);

    private final List<Redial> ways;
    private final Consumer<Wire> connected;
    private Redial leader;
    private int begun;
    private long begunSinceNs = -1;

    /** Makes attempts. */
    interface Dials {
        /** One attempt to reach the process of that identity. */
        Dial dial(long identity, Dial.Outcome outcome);
    }

    /**
     * Does nothing yet.
     *
     * @param connected called once, when the peer has let us in
     */
    Race(final Candidates peer, final Dials dials, final Consumer<Wire> connected) {
        this.connected = connected;
        this.ways = peer.addresses().stream()
                .map(address -> new Redial(address, outcome -> dials.dial(peer.identity(), outcome), this))
                .toList();
    }

    void begin() {
        if (leader == null && begun < ways.size()) {
            begunSinceNs = -1;
            ways.get(begun++).attempt();
        }
    }

    void tick(final long nowNs) {
        if (begunSinceNs < 0) {
            begunSinceNs = nowNs;
        } else if (nowNs - begunSinceNs >= STAGGER_NS) {
            begin();
        }
        ways.stream().filter(way -> leader == null || leader == way).forEach(way -> way.tick(nowNs));
    }

    void cancel() {
        ways.forEach(Redial::cancel);
    }

    /** Whether the peer has said no, or no way is left. */
    boolean isHopeless() {
        return leader != null ? leader.isHopeless() : ways.stream().allMatch(Redial::isHopeless);
    }

    /** Whether the process listens nowhere any more, as far as every address has told. */
    boolean isGone() {
        return ways.stream().allMatch(Redial::isGone);
    }

    /** The peer itself is there. */
    void recognised(final Redial way) {
        leader = way;
        ways.stream().filter(other -> other != way).forEach(Redial::standBack);
    }

    /** That way leads nowhere for now; the next one need not wait. */
    void failed(final Redial way, final boolean forGood) {
        if (leader == way && !forGood) {
            leader = null;
        }
        begin();
    }

    void connected(final Wire wire) {
        connected.accept(wire);
    }

    /** What was tried and how it stands, for messages. */
    @Override
    public String toString() {
        return ways.stream().map(Redial::toString).collect(Collectors.joining(", "));
    }
}
