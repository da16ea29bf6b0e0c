// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.chaos;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jccl.Communicator;
import org.jccl.ReduceOp;
import org.jccl.buffer.BufferView;
import org.jccl.error.CollectiveException;
import org.jccl.error.CollectiveTimeoutException;
import org.jccl.error.InvalidUsageException;
import org.jccl.error.PeerFailedException;

/**
 * One rank of a rehearsal: collectives drawn from a seed, every result checked bit by bit, and after every failure those
 * that are left shrink and go on where all of them were. Now and then a rank aborts, calls something else or comes too
 * late, as the seed has it; it may be killed, stopped or cut off from outside at any time. Ranks that were started again
 * are taken in every few rounds. At the end nothing of the library may be left in the process.
 */
public final class ChaosRank {
    /** How a rank ends that the others have given up. */
    static final int GIVEN_UP = 7;
    /** How a newcomer ends that found nobody any more. */
    static final int TOO_LATE = 8;
    /** How a rank ends that saw something wrong. */
    static final int WRONG = 9;

    /** The longest vector, and block of an all-gather. */
    static final int MOST_ELEMENTS = 100_000;

    private static final int REPORTED = 50;
    /** Between two disturbances of a rank's own. */
    private static final int QUIET_ROUNDS = 40;
    /** This round of so many takes in those that wait. */
    private static final int GROWING_ROUNDS = 25;

    private final long seed;
    private final int fewest;
    private final Duration deadline;
    private Communicator communicator;
    /** The same, with the deadline of calls. */
    private Communicator calls;

    private long round;
    /** Collectives of this communicator that have ended here. */
    private long completedHere;
    /** Whether this communicator begins with {@link #tell}: some have just come to it, and know nothing. */
    private boolean beginsWithTelling;

    private long quietUntil = QUIET_ROUNDS;
    private long lastRound = Long.MAX_VALUE;

    private ChaosRank(final long seed, final int fewest, final Duration deadline) {
        this.seed = seed;
        this.fewest = fewest;
        this.deadline = deadline;
    }

    /** Seed, how many ranks are to be left before it ends, and the deadline of a call in milliseconds. */
    public static void main(final String[] args) {
        final ChaosRank rank = new ChaosRank(
                Long.parseLong(args[0]), Integer.parseInt(args[1]), Duration.ofMillis(Long.parseLong(args[2])));
        try {
            final Remains remains = new Remains();
            rank.run();
            System.out.println("survived " + rank.round);
            remains.requireNone();
        } catch (final PeerFailedException failed) {
            System.out.println("given up: " + failed.getMessage());
            System.exit(GIVEN_UP);
        } catch (final CollectiveException | InterruptedException | IOException wrong) {
            System.out.println("wrong: " + wrong);
            System.exit(WRONG);
        }
    }

    private void run() throws InterruptedException {
        final Communicator first = join();
        use(first, first.recovery() != null);
        while (round < lastRound) {
            if (communicator.size() <= fewest && lastRound == Long.MAX_VALUE) {
                lastRound = round + QUIET_ROUNDS;
            }
            try {
                oneRound();
            } catch (final InvalidUsageException mistake) {
                throw mistake;
            } catch (final CollectiveException failure) {
                goOn(failure);
            }
        }
        communicator.close();
    }

    private static Communicator join() {
        try {
            return Communicator.builder().build();
        } catch (final CollectiveTimeoutException nobody) {
            System.out.println("too late: " + nobody.getMessage());
            System.exit(TOO_LATE);
            throw nobody;
        }
    }

    private void use(final Communicator next, final boolean tellFirst) {
        communicator = next;
        calls = next.timeout(deadline);
        beginsWithTelling = tellFirst;
        completedHere = 0;
        quietUntil = round + QUIET_ROUNDS;
    }

    private void goOn(final CollectiveException failure) {
        System.out.println("failed " + failure.getClass().getSimpleName() + " in round " + round + ": "
                + failure.getMessage().lines().findFirst().orElse(""));
        final Communicator rest = communicator.shrink();
        final long completedByAll = rest.recovery().completedByAll();
        communicator.close();
        // rounds are counted over all communicators, collectives in each of them
        round = round - completedHere + completedByAll;
        use(rest, beginsWithTelling && completedByAll == 0);
        System.out.println("left " + rest.recovery().formerRanks() + " in round " + round);
    }

    private void oneRound() throws InterruptedException {
        if (beginsWithTelling && completedHere == 0) {
            tell();
        } else if (round % GROWING_ROUNDS == GROWING_ROUNDS - 1) {
            grow();
        } else {
            collective();
        }
        if (round % REPORTED == 0) {
            System.out.println("round " + round);
        }
    }

    private void completed() {
        round++;
        completedHere++;
    }

    /** Where all are and when all end, which newcomers do not know. */
    private void tell() {
        final long[] told = {round, lastRound};
        calls.broadcast(BufferView.of(told), BufferView.of(told), 0);
        round = told[0];
        lastRound = told[1];
        completed();
    }

    private void grow() {
        final Communicator grown = calls.grow(0);
        completed();
        if (grown != communicator) {
            communicator.close();
            use(grown, true);
            System.out.println("grown to " + grown.size() + " in round " + round);
        }
    }

    private void collective() throws InterruptedException {
        final SplittableRandom random = new SplittableRandom(seed * 1_000_003 + round);
        final int kind = random.nextInt(5);
        final int count = 1 + (random.nextInt(4) == 0 ? random.nextInt(MOST_ELEMENTS) : random.nextInt(100));
        final int root = random.nextInt(communicator.size());
        if (round > quietUntil && communicator.size() > fewest) {
            disturb(random);
        }
        switch (kind) {
            case 0 -> broadcast(count, root);
            case 1 -> allGather(count);
            case 2 -> calls.barrier();
            default -> allReduce(count);
        }
        completed();
    }

    private void disturb(final SplittableRandom random) throws InterruptedException {
        final int what = random.nextInt(400);
        if (random.nextInt(communicator.size()) != communicator.rank()) {
            return;
        }
        switch (what) {
            case 0 -> communicator.abort("rehearsed");
            case 1 -> calls.allReduce(new float[3 + MOST_ELEMENTS], ReduceOp.MAX);
            case 2 -> Thread.sleep(deadline.toMillis() + 800);
            default -> {}
        }
    }

    private float value(final int rank) {
        return (rank + 1) * (round % 5 + 1);
    }

    private void allReduce(final int count) {
        final float[] values = new float[count];
        Arrays.fill(values, value(communicator.rank()));
        calls.allReduce(values, ReduceOp.SUM);
        float sum = 0;
        for (int rank = 0; rank < communicator.size(); rank++) {
            sum += value(rank);
        }
        require(values, 0, count, sum);
    }

    private void broadcast(final int count, final int root) {
        final float[] values = new float[count];
        Arrays.fill(values, value(communicator.rank()));
        calls.broadcast(values, root);
        require(values, 0, count, value(root));
    }

    private void allGather(final int count) {
        final float[] mine = new float[count];
        final float[] all = new float[count * communicator.size()];
        Arrays.fill(mine, value(communicator.rank()));
        calls.allGather(BufferView.of(mine), BufferView.of(all));
        for (final int rank : List.of(0, communicator.size() - 1)) {
            require(all, rank * count, count, value(rank));
        }
    }

    private void require(final float[] values, final int from, final int count, final float expected) {
        for (int i = from; i < from + count; i++) {
            if (values[i] != expected) {
                System.out.println(
                        "wrong: round " + round + ", element " + i + " is " + values[i] + ", not " + expected);
                System.exit(WRONG);
            }
        }
    }
}
