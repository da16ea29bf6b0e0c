// SPDX-License-Identifier: Apache-2.0
package org.jccl.rdma;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jccl.error.TransportException;

/**
 * All ranks greet one another while all of them are here: afterwards the ways are known to work, and none of them needs the
 * other rank's help to be made. Who has been greeted by a peer has also been reached by it.
 */
final class Meeting {
    private static final long SPIN_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long PAUSE_NS = TimeUnit.MICROSECONDS.toNanos(50);

    private final Fabric fabric;
    private final Map<Integer, RdmaLane> lanes = new LinkedHashMap<>();
    private final Map<Integer, Completion> greetings = new LinkedHashMap<>();

    Meeting(final Fabric fabric) {
        this.fabric = fabric;
    }

    /** A peer that has just been greeted over a lane greets in turn. */
    void expect(final int peer, final RdmaLane lane) {
        lanes.put(peer, lane);
        final Completion greeting = new Completion();
        greetings.put(peer, greeting);
        fabric.receive(fabric.mailbox(), 0, Tags.hello(peer), greeting);
    }

    /** Returns when all have greeted one another; throws if one has not within the timeout, and says who. */
    void await(final long timeoutNs) {
        final long begun = System.nanoTime();
        for (List<Integer> missing = missing(); !missing.isEmpty(); missing = missing()) {
            final long waited = System.nanoTime() - begun;
            if (waited > timeoutNs) {
                greetings.values().forEach(fabric::cancel);
                throw new TransportException("rdma: no way to rank " + missing.get(0)
                        + (missing.size() > 1 ? " and " + (missing.size() - 1) + " others" : "") + " within "
                        + TimeUnit.NANOSECONDS.toMillis(timeoutNs) + " ms: " + reason(missing.get(0)));
            }
            fabric.progress();
            if (waited > SPIN_NS) {
                LockSupport.parkNanos(PAUSE_NS);
            }
        }
    }

    /** Gives its memory back, once UCX is gone. */
    void free() {
        greetings.values().forEach(Completion::free);
    }

    private List<Integer> missing() {
        final List<Integer> missing = new ArrayList<>();
        lanes.forEach((peer, lane) -> {
            if (!greetings.get(peer).isDone() || !lane.isWired() || lane.failure() != null) {
                missing.add(peer);
            }
        });
        return missing;
    }

    private String reason(final int peer) {
        final String failure = lanes.get(peer).failure();
        return failure == null
                ? "it does not answer over the fabric; './jccl doctor' on both hosts lists devices, ports and GIDs,"
                        + " JCCL_RDMA_DEVICES chooses among them, JCCL_TRANSPORT=tcp does without"
                : "it " + failure;
    }
}
