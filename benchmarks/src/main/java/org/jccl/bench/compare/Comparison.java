// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jccl.bench.measure.Operation;

/**
 * Has two contenders measure the same sizes in turn. On a shared machine speed changes within seconds and by factors, so
 * what is compared is measured right after each other, several times, and who begins changes from round to round.
 */
public final class Comparison {
    private final Contender ours;
    private final Contender theirs;
    private final int rounds;
    private final long timeMs;

    /**
     * A comparison.
     *
     * @param rounds how often each measures each size
     * @param timeMs about how long the timed calls of one size and round take
     */
    public Comparison(final Contender ours, final Contender theirs, final int rounds, final long timeMs) {
        if (rounds < 1) {
            throw new IllegalArgumentException(rounds + " rounds; it takes at least 1");
        }
        this.ours = ours;
        this.theirs = theirs;
        this.rounds = ours.isLive() || theirs.isLive() ? rounds : 1;
        this.timeMs = timeMs;
    }

    /** Compares every size that both have figures for. */
    public List<Duel> run(final Operation operation, final Iterable<Long> sizes, final Consumer<Duel> onDone) {
        final List<Duel> duels = new ArrayList<>();
        for (final long bytes : sizes) {
            if (bytes > 0 == operation.movesData()) {
                duel(operation, bytes).ifPresent(duel -> {
                    duels.add(duel);
                    onDone.accept(duel);
                });
            }
        }
        return duels;
    }

    private Optional<Duel> duel(final Operation operation, final long bytes) {
        final Task first = new Task(operation, bytes, true, timeMs);
        final Optional<Figures> oursFirst = ours.measure(first);
        final Optional<Figures> theirsFirst = theirs.measure(first);
        if (oursFirst.isEmpty() || theirsFirst.isEmpty()) {
            return Optional.empty();
        }
        final Task again = new Task(operation, bytes, false, timeMs);
        final List<Figures> mine = new ArrayList<>();
        final List<Figures> other = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            if (round % 2 == 0) {
                ours.measure(again).ifPresent(mine::add);
                theirs.measure(again).ifPresent(other::add);
            } else {
                theirs.measure(again).ifPresent(other::add);
                ours.measure(again).ifPresent(mine::add);
            }
        }
        return Optional.of(new Duel(operation, mine.get(0).bytes(), mine, other));
    }
}
