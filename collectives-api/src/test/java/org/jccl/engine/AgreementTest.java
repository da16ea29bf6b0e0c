// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Agreement under a virtual clock: late ranks, deaths while it runs, lost and overtaken messages, news that travel slowly. */
@Timeout(300)
class AgreementTest {
    private static final int SEEDS = 20_000;
    private static final int MANY_SEEDS = 500_000;

    @Test
    void shouldAgreeWhateverFailsMeanwhile() {
        for (int seed = 0; seed < SEEDS; seed++) {
            new Run(seed).check();
        }
    }

    @Test
    @Tag("slow")
    void shouldAgreeWhateverFailsMeanwhileManyTimes() {
        for (int seed = SEEDS; seed < MANY_SEEDS; seed++) {
            new Run(seed).check();
        }
    }

    @Test
    void shouldSayWhatEndedWhere() {
        final List<ByteBuffer> sent = new ArrayList<>();
        final Agreement leader = new Agreement(0, 2, 1_000, new Agreement.Others() {
            @Override
            public void send(final int to, final ByteBuffer message) {
                sent.add(message);
            }

            @Override
            public void giveUp(final int who) {
                throw new AssertionError("rank " + who + " was given up");
            }
        });
        final Agreement follower = new Agreement(1, 2, 1_000, new Agreement.Others() {
            @Override
            public void send(final int to, final ByteBuffer message) {
                leader.message(1, message, 0);
            }

            @Override
            public void giveUp(final int who) {
                throw new AssertionError("rank " + who + " was given up");
            }
        });
        leader.begin(7, 0);
        follower.begin(9, 0);
        while (!sent.isEmpty()) {
            follower.message(0, sent.remove(0), 0);
        }
        final BitSet both = BitSet.valueOf(new long[] {3});
        assertThat(leader.decision()).isEqualTo(new Agreement.Decision(both, 7, 9));
        assertThat(follower.decision()).isEqualTo(leader.decision());
    }

    /** One run, all of it from a seed. */
    private static final class Run {
        private static final int PATIENCE = 1_000;
        private static final int TICK = 20;
        private static final int END = 15_000;

        private final long seed;
        private final SplittableRandom random;
        private final int size;
        private final PriorityQueue<Event> events =
                new PriorityQueue<>(Comparator.comparingLong(Event::time).thenComparingLong(Event::order));
        private final List<Agreement> ranks = new ArrayList<>();
        private final long[] completed;
        private final boolean[] dead;
        private final boolean[] begun;
        private final long[] beganAt;
        /** By side of a partition: who counts as gone there, which all on that side hear. */
        private final boolean[][] told;
        /** On which side of the partition each rank is; all on one side before there is one. */
        private final int[] side;

        private final long partedAt;
        private final boolean[] decided;
        private final double loss;
        private long now;
        private long order;

        private record Event(long time, long order, Runnable action) {}

        Run(final long seed) {
            this.seed = seed;
            random = new SplittableRandom(seed);
            size = 1 + random.nextInt(7);
            loss = random.nextInt(3) * 0.15;
            completed = random.longs(size, 5, 8).toArray();
            dead = new boolean[size];
            begun = new boolean[size];
            beganAt = new long[size];
            told = new boolean[2][size];
            side = new int[size];
            partedAt = random.nextInt(3) == 0 ? random.nextInt(600) : Long.MAX_VALUE;
            decided = new boolean[size];
            for (int rank = 0; rank < size; rank++) {
                ranks.add(new Agreement(rank, size, PATIENCE, others(rank)));
                plan(rank);
            }
            if (partedAt < END) {
                at(partedAt, this::part);
            }
        }

        /** From now on nothing passes between the two sides, and each takes the other for gone after a while. */
        private void part() {
            final boolean[] before = told[0].clone();
            for (int rank = 0; rank < size; rank++) {
                side[rank] = random.nextInt(2);
            }
            for (int rank = 0; rank < size; rank++) {
                if (before[rank]) {
                    // news are passed on, so on both sides all hear what some knew
                    told[0][rank] = false;
                    told[1][rank] = false;
                    tell(rank, 0);
                    tell(rank, 1);
                }
                final int cutOff = rank;
                at(500 + random.nextInt(100), () -> tell(cutOff, 1 - side[cutOff]));
            }
        }

        /** Most come soon, some late, some never; some die, before, meanwhile or after. */
        private void plan(final int rank) {
            final int fate = random.nextInt(10);
            if (fate < 9) {
                at(random.nextInt(fate < 7 ? 100 : 3 * PATIENCE), () -> begin(rank));
            }
            if (random.nextInt(3) == 0) {
                at(random.nextInt(2) == 0 ? random.nextInt(300) : random.nextInt(4 * PATIENCE), () -> die(rank));
            }
        }

        private void at(final long delay, final Runnable action) {
            events.add(new Event(now + delay, order++, action));
        }

        private void begin(final int rank) {
            if (!dead[rank]) {
                begun[rank] = true;
                beganAt[rank] = now;
                ranks.get(rank).begin(completed[rank], now);
                at(TICK, () -> tick(rank));
            }
        }

        private void tick(final int rank) {
            if (!dead[rank]) {
                ranks.get(rank).tick(now);
                dieOfADecision(rank);
                at(TICK, () -> tick(rank));
            }
        }

        /** The worst moment: some may have heard of it, others not. */
        private void dieOfADecision(final int rank) {
            if (ranks.get(rank).decision() != null && !decided[rank]) {
                decided[rank] = true;
                if (random.nextInt(4) == 0) {
                    at(random.nextInt(TICK), () -> die(rank));
                }
            }
        }

        private void die(final int rank) {
            dead[rank] = true;
            tell(rank, 0);
            tell(rank, 1);
        }

        /** All on one side hear of it, each in its own time. */
        private void tell(final int gone, final int where) {
            if (!told[where][gone]) {
                told[where][gone] = true;
                for (int rank = 0; rank < size; rank++) {
                    final int hearer = rank;
                    at(1 + random.nextInt(200), () -> {
                        if (!dead[hearer] && side[hearer] == where) {
                            ranks.get(hearer).gone(gone, now);
                        }
                    });
                }
            }
        }

        private boolean isGone(final int who) {
            return dead[who] || told[side[who]][who];
        }

        private Agreement.Others others(final int rank) {
            return new Agreement.Others() {
                @Override
                public void send(final int to, final ByteBuffer message) {
                    if (random.nextDouble() >= loss) {
                        at(1 + random.nextInt(random.nextInt(4) == 0 ? 400 : 10), () -> {
                            if (!dead[to] && side[to] == side[rank]) {
                                ranks.get(to).message(rank, message, now);
                            }
                        });
                    }
                }

                @Override
                public void giveUp(final int who) {
                    if (begun[who] && !isGone(who) && side[who] == side[rank] && now - beganAt[who] > PATIENCE) {
                        throw new AssertionError("seed " + seed + ": rank " + rank + " gives up rank " + who
                                + ", which is there: " + ranks);
                    }
                    tell(who, side[rank]);
                }
            };
        }

        void check() {
            while (!events.isEmpty() && events.peek().time() < END) {
                final Event next = events.poll();
                now = next.time();
                next.action().run();
            }
            for (int where = 0; where < 2; where++) {
                checkThose(where);
            }
        }

        private void checkThose(final int where) {
            final List<Agreement> left = new ArrayList<>();
            for (int rank = 0; rank < size; rank++) {
                if (side[rank] == where && !isGone(rank) && begun[rank]) {
                    left.add(ranks.get(rank));
                }
            }
            assertThat(left).as(() -> "seed " + seed).allMatch(each -> each.decision() != null);
            assertThat(left.stream().map(Agreement::decision).distinct().count())
                    .as(() -> "seed " + seed + ": " + ranks)
                    .isLessThanOrEqualTo(1);
            left.stream().map(Agreement::decision).filter(Objects::nonNull).forEach(decision -> check(decision, where));
        }

        private void check(final Agreement.Decision decision, final int where) {
            final long[] counts = decision.members().stream()
                    .mapToLong(member -> completed[member])
                    .sorted()
                    .toArray();
            assertThat(decision.members().stream().allMatch(member -> begun[member]))
                    .as(() -> "seed " + seed + ": who never took part is no member")
                    .isTrue();
            assertThat(decision.completedByAll()).as("seed %d", seed).isEqualTo(counts[0]);
            assertThat(decision.completedBySome()).as("seed %d", seed).isEqualTo(counts[counts.length - 1]);
            for (int rank = 0; rank < size; rank++) {
                if (side[rank] == where && !isGone(rank) && begun[rank]) {
                    assertThat(decision.members().get(rank))
                            .as("seed %d: rank %d is left, and so a member", seed, rank)
                            .isTrue();
                }
            }
        }
    }
}
