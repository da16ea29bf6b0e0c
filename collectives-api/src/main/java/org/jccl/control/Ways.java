// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jccl.spi.Candidates;
import org.jccl.spi.Wire;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ways on which a rank and its neighbours found each other, for the log. Confined to the control thread. */
final class Ways {
    private static final Logger LOG = LoggerFactory.getLogger(Ways.class);

    private final Candidates own;
    private final AtomicBoolean advised;
    private final Map<Integer, Way> ways = new TreeMap<>();

    /**
     * Knows none yet.
     *
     * @param own what this rank publishes
     * @param advised whether this process has said what is wrong with its ways; splits need not say it again
     */
    Ways(final Candidates own, final AtomicBoolean advised) {
        this.own = own;
        this.advised = advised;
    }

    void add(final int peer, final Wire wire) {
        final Way way = Way.of(wire.socket());
        if (way != null) {
            ways.put(peer, way);
        }
    }

    /** Says it: this rank's row of the matrix of who reached whom, and advice if there is any. */
    void report(final int rank) {
        ways.forEach((peer, way) -> LOG.debug("rank {} and rank {} are connected: {}", rank, peer, way));
        final boolean stays =
                !own.first().isUnresolved() && own.first().getAddress().isLoopbackAddress();
        final boolean home = ways.values().stream().allMatch(way -> way.here().isLoopbackAddress());
        // a job on one machine's loopback is not worth a look at the interfaces
        if (!(stays && home) && !advised.getAndSet(true)) {
            advice(stays).on(rank, ways).forEach(LOG::warn);
        }
    }

    private static WayAdvice advice(final boolean stays) {
        return new WayAdvice(LocalInterface.ofMachine(), stays);
    }
}
