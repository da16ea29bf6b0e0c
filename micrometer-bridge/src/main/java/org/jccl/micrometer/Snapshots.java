// SPDX-License-Identifier: Apache-2.0
package org.jccl.micrometer;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jccl.observe.RankStatus;

/** One status for meters that are read together, and whoever wants to know of a new one. Any thread. */
final class Snapshots {
    private final Supplier<RankStatus> source;
    private final long freshNs;
    private final List<Consumer<RankStatus>> readers = new CopyOnWriteArrayList<>();
    private RankStatus latest;
    private long takenNs;

    Snapshots(final Supplier<RankStatus> source, final Duration fresh) {
        this.source = source;
        this.freshNs = fresh.toNanos();
    }

    /** The latest, or a new one if that is not fresh any more. */
    RankStatus now() {
        final RankStatus renewed = renew();
        if (renewed == null) {
            return latest();
        }
        readers.forEach(reader -> reader.accept(renewed));
        return renewed;
    }

    /** A new one, or null if the latest is fresh. */
    private synchronized RankStatus renew() {
        if (latest != null && System.nanoTime() - takenNs < freshNs) {
            return null;
        }
        latest = source.get();
        takenNs = System.nanoTime();
        return latest;
    }

    private synchronized RankStatus latest() {
        return latest;
    }

    /** Tells that reader of each new one; running the result ends that. */
    Runnable onRenewal(final Consumer<RankStatus> reader) {
        readers.add(reader);
        return () -> readers.remove(reader);
    }
}
