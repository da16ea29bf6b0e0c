// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jccl.traffic.Traffic;

/**
 * When a communicator sends what is ordinary: after what is urgent, its own and that of others, and as fast as it may. Owner
 * only, but for {@link #outflow}.
 */
final class RightOfWay {
    /** So many tags are told apart; the calls of more go with those of none. */
    private static final int MOST_TAGS = 32;

    private final Traffic traffic;
    private final String communicator;
    private final Links links;
    private final Precedence precedence = new Precedence();
    /** Of the calls without a tag. */
    private final Outflow plain;

    private final Map<String, Outflow> tagged = new ConcurrentHashMap<>();
    /** Those to look at; grows only. */
    private volatile Outflow[] all;

    private long waitNs;
    /** Whether there was nothing to heed at the last look. */
    private boolean free = true;

    /**
     * Nothing is under way.
     *
     * @param traffic what the rank knows of its own
     * @param communicator its name
     */
    RightOfWay(final Traffic traffic, final String communicator, final Links links) {
        this.traffic = traffic;
        this.communicator = communicator;
        this.links = links;
        this.plain = new Outflow(traffic.join(communicator, ""));
        this.all = new Outflow[] {plain};
    }

    /** What counts the calls of a tag. Any thread. */
    Outflow outflow(final String tag) {
        if (tag.isEmpty()) {
            return plain;
        }
        final Outflow known = tagged.get(tag);
        return known == null ? open(tag) : known;
    }

    private synchronized Outflow open(final String tag) {
        if (tagged.size() == MOST_TAGS) {
            return plain;
        }
        final Outflow outflow = tagged.computeIfAbsent(tag, name -> new Outflow(traffic.join(communicator, name)));
        all = Stream.concat(Stream.of(plain), tagged.values().stream()).toArray(Outflow[]::new);
        return outflow;
    }

    /** Whether all that is ordinary stays behind in this turn. */
    boolean holds() {
        return precedence.holds();
    }

    /** How long it is until something that is held back for its rate or share may leave; 0 or less if nothing is. */
    long waitNs() {
        return waitNs;
    }

    /** Nothing urgent is under way. */
    void nothingUrgent() {
        if (precedence.isActive()) {
            precedence.none();
            plain.urgent(0);
        }
    }

    /** Something urgent is under way, and has just moved or not. */
    void urgent(final boolean moved) {
        precedence.urgent(moved);
        plain.urgent(precedence.holds() ? System.nanoTime() : 0);
    }

    /** After a turn: tells what has left, and finds out whether more may. */
    void look() {
        if (!links.crossWires()) {
            return;
        }
        if (traffic.isFree()) {
            free();
        } else {
            heed(System.nanoTime());
        }
    }

    private void heed(final long nowNs) {
        if (free) {
            free = false;
            forget();
        }
        long soonestNs = links.look(nowNs);
        for (final Outflow outflow : all) {
            outflow.look(nowNs);
            soonestNs = sooner(soonestNs, outflow.waitNs());
        }
        waitNs = soonestNs;
    }

    /** Of two waits, of which those that are none do not count. */
    static long sooner(final long oneNs, final long otherNs) {
        if (oneNs <= 0 || otherNs <= 0) {
            return Math.max(oneNs, otherNs);
        }
        return Math.min(oneNs, otherNs);
    }

    private void free() {
        if (!free) {
            free = true;
            waitNs = 0;
            forget();
        }
    }

    /** What left while nobody asked is nobody's business. */
    private void forget() {
        links.forget();
        for (final Outflow outflow : all) {
            outflow.forget();
        }
    }

    void close() {
        for (final Outflow outflow : all) {
            outflow.close();
        }
    }
}
