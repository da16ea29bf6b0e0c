// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jccl.observe.LinkStatus;

/**
 * What goes over each link, and how much a second. It reads what lanes count anyway, now and then; they are the domain
 * owner's, so what it reads may be a moment old. Ticked by the
 * control thread; any thread may read.
 */
final class LinkMeter {
    private static final long PERIOD_NS = TimeUnit.SECONDS.toNanos(1);
    /** Rates are of so many seconds. */
    private static final int SAMPLES = 4;

    private static final double SECOND_NS = 1e9;

    private final Links links;
    private final int size;
    /** In turn; each has what was sent by peer, then what was received. */
    private final long[][] samples;

    private final long[] takenNs = new long[SAMPLES];
    private int next;

    LinkMeter(final Links links, final int size) {
        this.links = links;
        this.size = size;
        this.samples = new long[SAMPLES][2 * size];
        Arrays.fill(takenNs, System.nanoTime());
    }

    /** Takes a sample if it is time. */
    void tick() {
        final long nowNs = System.nanoTime();
        final int latest = (next + SAMPLES - 1) % SAMPLES;
        if (nowNs - takenNs[latest] >= PERIOD_NS) {
            take(samples[next]);
            takenNs[next] = nowNs;
            next = (next + 1) % SAMPLES;
        }
    }

    private void take(final long[] sample) {
        for (int peer = 0; peer < size; peer++) {
            sample[peer] = links.sent(peer);
            sample[size + peer] = links.received(peer);
        }
    }

    /** All links. */
    List<LinkStatus> links() {
        final long[] now = new long[2 * size];
        take(now);
        // the one to be written over next is the oldest
        final long[] before = samples[next];
        final double seconds = Math.max(1, System.nanoTime() - takenNs[next]) / SECOND_NS;
        final List<LinkStatus> all = new ArrayList<>();
        for (int peer = 0; peer < size; peer++) {
            if (links.carrier(peer) != null) {
                all.add(new LinkStatus(
                        peer,
                        links.carrier(peer),
                        now[peer],
                        now[size + peer],
                        (long) ((now[peer] - before[peer]) / seconds),
                        (long) ((now[size + peer] - before[size + peer]) / seconds)));
            }
        }
        return all;
    }
}
