// SPDX-License-Identifier: Apache-2.0
package org.jccl.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.jccl.Communicator;
import org.jccl.CommunicatorBuilder;
import org.jccl.Recovery;
import org.jccl.ReduceOp;
import org.jccl.error.CollectiveException;
import org.jccl.error.CollectiveTimeoutException;
import org.jccl.error.InvalidUsageException;
import org.jccl.error.MismatchException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How processes join a communicator that runs. */
public interface GrowthContract extends OverTransport {
    /** Members that leave their addresses in a folder, and newcomers that look there. */
    final class Job {
        private static final Duration DEADLINE = Duration.ofSeconds(60);

        private final GrowthContract contract;
        private final Path folder;
        private final CountDownLatch mayKnock = new CountDownLatch(1);

        private Job(final GrowthContract contract, final Path folder) {
            this.contract = contract;
            this.folder = folder;
        }

        private CommunicatorBuilder builder() {
            return contract.configure()
                    .apply(Communicator.builder()
                            .transport(contract.transport())
                            .timeout(Duration.ofSeconds(20)));
        }

        private Communicator join() throws InterruptedException {
            mayKnock.await();
            return builder().join(folder.toUri().toString()).build();
        }

        /** Ranks below {@code size} are members from the beginning, those above are newcomers, all in threads. */
        private void run(final int size, final int newcomers, final Ranks.Body member, final Ranks.Body newcomer) {
            final ThreadRendezvous rendezvous = new ThreadRendezvous(size);
            RankThreads.run(size + newcomers, DEADLINE, index -> {
                if (index >= size) {
                    try (Communicator joined = join()) {
                        newcomer.run(joined);
                    }
                    return null;
                }
                final CommunicatorBuilder builder =
                        builder().rank(index).size(size).rendezvous(rendezvous).set("members", folder.toString());
                try (Communicator communicator = builder.build()) {
                    // a barrier says that all have left their addresses
                    communicator.barrier();
                    mayKnock.countDown();
                    member.run(communicator);
                }
                return null;
            });
        }
    }

    private static void requireWhole(final Communicator communicator) {
        for (int round = 0; round < 10; round++) {
            final float[] ones = new float[1 + 1997 * round];
            Arrays.fill(ones, 1);
            communicator.allReduce(ones, ReduceOp.SUM);
            for (final float each : ones) {
                assertThat(each).isEqualTo(communicator.size());
            }
        }
    }

    private static void requireNothingLeft(final Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    default void shouldTakeInWhoComes(@TempDir final Path folder) throws IOException {
        final Recovery expected = new Recovery(List.of(0, 1, Recovery.NEWCOMER, Recovery.NEWCOMER), 4, 4);
        final Set<Integer> ranks = ConcurrentHashMap.newKeySet();
        final Ranks.Body check = grown -> {
            assertThat(grown.size()).isEqualTo(4);
            assertThat(grown.name()).isEqualTo("world");
            assertThat(grown.recovery()).isEqualTo(expected);
            ranks.add(grown.rank());
            requireWhole(grown);
        };
        new Job(this, folder)
                .run(
                        2,
                        2,
                        communicator -> {
                            communicator.barrier();
                            communicator.barrier();
                            communicator.barrier();
                            try (Communicator grown = communicator.grow(2)) {
                                assertThat(grown.rank()).isEqualTo(communicator.rank());
                                check.run(grown);
                                // the one before still works beside it
                                requireWhole(communicator);
                            }
                        },
                        check);
        assertThat(ranks).containsExactlyInAnyOrder(0, 1, 2, 3);
        requireNothingLeft(folder);
    }

    @Test
    default void shouldStayAsItIsWhenNobodyComes(@TempDir final Path folder) {
        new Job(this, folder)
                .run(
                        2,
                        0,
                        communicator -> {
                            assertThat(communicator.grow(0)).isSameAs(communicator);
                            assertThatThrownBy(() -> communicator
                                            .timeout(Duration.ofMillis(300))
                                            .grow(1))
                                    .isInstanceOf(CollectiveTimeoutException.class)
                                    .hasMessageStartingWith("0 of 1 newcomers came to 'world' within 300 ms; start");
                            requireWhole(communicator);
                            assertThatThrownBy(() -> communicator.grow(-1))
                                    .isInstanceOf(InvalidUsageException.class)
                                    .hasMessageContaining("0 or more");
                        },
                        joined -> {});
    }

    @Test
    default void shouldTakeSomebodyInForOneThatIsLost(@TempDir final Path folder) throws IOException {
        new Job(this, folder)
                .run(
                        3,
                        1,
                        communicator -> {
                            if (communicator.rank() == 0) {
                                return;
                            }
                            assertThatThrownBy(() -> {
                                        while (true) {
                                            communicator.barrier();
                                        }
                                    })
                                    .isInstanceOf(CollectiveException.class)
                                    .isNotInstanceOf(InvalidUsageException.class);
                            try (Communicator rest = communicator.shrink();
                                    Communicator grown = rest.grow(1)) {
                                communicator.close();
                                assertThat(grown.recovery().formerRanks()).containsExactly(0, 1, Recovery.NEWCOMER);
                                requireWhole(grown);
                            }
                        },
                        joined -> {
                            assertThat(joined.rank()).isEqualTo(2);
                            requireWhole(joined);
                        });
        requireNothingLeft(folder);
    }

    @Test
    default void shouldShrinkAfterGrowingThoughNotAllHaveTriedToGrowAgain(@TempDir final Path folder) {
        final Ranks.Body disagree = grown -> {
            assertThatThrownBy(() -> {
                        if (grown.rank() == 2) {
                            grown.grow(0);
                        }
                        while (true) {
                            grown.barrier();
                        }
                    })
                    .isInstanceOf(MismatchException.class);
            try (Communicator again = grown.shrink()) {
                assertThat(again.size()).isEqualTo(3);
                requireWhole(again);
            }
        };
        new Job(this, folder)
                .run(
                        2,
                        1,
                        communicator -> {
                            try (Communicator grown = communicator.grow(1)) {
                                disagree.run(grown);
                            }
                        },
                        disagree);
    }

    @Test
    default void shouldGrowAgainAndAgain(@TempDir final Path folder) {
        final Ranks.Body growToFour = communicator -> {
            Communicator now = communicator;
            while (now.size() < 4) {
                requireWhole(now);
                final Communicator grown = now.grow(0);
                if (grown != now) {
                    now.close();
                    now = grown;
                }
            }
            requireWhole(now);
            now.close();
        };
        new Job(this, folder).run(2, 2, growToFour, growToFour);
    }
}
