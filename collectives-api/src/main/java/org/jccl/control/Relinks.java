// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jccl.spi.Candidates;
import org.jccl.spi.Durations;
import org.jccl.spi.Wire;

/**
 * Control connections that broke although their ranks may live. Both sides dial; where both get through the lower rank's
 * connection counts. A port that refuses, everywhere, is the proof that the process has ended. Confined to the control
 * thread.
 */
final class Relinks {
    private final int rank;
    private final Candidates[] peers;
    private final long limitNs;
    private final Race.Dials dials;
    private final Outcome outcome;
    private final Map<Integer, Broken> broken = new TreeMap<>();

    /** How it ends. */
    interface Outcome {
        /** The link goes on over that connection. */
        void relinked(ControlLink link, Wire wire);

        /** It has ended, or cannot be reached; {@code how} ends a sentence. */
        void lost(int peer, String how);
    }

    private static final class Broken {
        final ControlLink link;
        final String how;
        Race race;
        long sinceNs = -1;

        Broken(final ControlLink link, final String how) {
            this.link = link;
            this.how = how;
        }
    }

    /**
     * None is broken.
     *
     * @param limitNs how long it is tried; 0 for not at all
     * @param dials makes one attempt to reach the process of an identity
     */
    Relinks(
            final int rank,
            final Candidates[] peers,
            final long limitNs,
            final Race.Dials dials,
            final Outcome outcome) {
        this.rank = rank;
        this.peers = peers.clone();
        this.limitNs = limitNs;
        this.dials = dials;
        this.outcome = outcome;
    }

    /** Whether links that break are made anew at all. */
    boolean isOn() {
        return limitNs > 0;
    }

    void begin(final ControlLink link, final String how) {
        final Broken one = new Broken(link, how);
        broken.put(link.peer(), one);
        dial(one);
    }

    private void dial(final Broken one) {
        one.race = new Race(peers[one.link.peer()], dials, wire -> {
            if (broken.remove(one.link.peer(), one)) {
                outcome.relinked(one.link, wire);
            } else {
                Sockets.close(wire);
            }
        });
        one.race.begin();
        judge(one);
    }

    /** Whether a connection that the peer has made is to be taken: not where this side decides and dials itself. */
    boolean takes(final int peer) {
        if (broken.containsKey(peer) && rank < peer) {
            return false;
        }
        cancel(peer);
        return true;
    }

    void cancel(final int peer) {
        final Broken one = broken.remove(peer);
        if (one != null) {
            one.race.cancel();
        }
    }

    void cancel() {
        List.copyOf(broken.keySet()).forEach(this::cancel);
    }

    void tick(final long nowNs) {
        for (final Broken one : List.copyOf(broken.values())) {
            one.sinceNs = one.sinceNs < 0 ? nowNs : one.sinceNs;
            one.race.tick(nowNs);
            judge(one);
            if (broken.get(one.link.peer()) != one) {
                continue;
            }
            if (nowNs - one.sinceNs >= limitNs) {
                end(
                        one,
                        "its connection broke and could not be made anew within " + Durations.text(limitNs) + ": "
                                + one.race);
            } else if (one.race.isHopeless()) {
                one.race.cancel();
                dial(one);
            }
        }
    }

    private void judge(final Broken one) {
        if (one.race != null && one.race.isGone() && broken.get(one.link.peer()) == one) {
            end(one, one.how);
        }
    }

    private void end(final Broken one, final String how) {
        cancel(one.link.peer());
        outcome.lost(one.link.peer(), how);
    }
}
