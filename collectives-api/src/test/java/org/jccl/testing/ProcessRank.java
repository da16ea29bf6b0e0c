// SPDX-License-Identifier: Apache-2.0
package org.jccl.testing;

import java.util.Arrays;
import org.jccl.Communicator;
import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.jccl.ReduceOp.Kind;
import org.jccl.buffer.BufferView;
import org.jccl.error.CollectiveTimeoutException;
import org.jccl.error.PeerFailedException;
import org.jccl.schedule.Collective;

/**
 * What {@link ProcessContract} runs as a process: {@code exercise}; or with an element count {@code loop}, {@code await} (the
 * last rank, who never enters the second operation) or {@code survive}.
 */
public final class ProcessRank {
    /** How a process ends that was told of a dead peer. */
    public static final int PEER_FAILED = 3;

    /** How one ends whose operation did not end by itself. */
    public static final int TIMED_OUT = 4;

    private ProcessRank() {}

    /** Takes its place from the launcher's variables. */
    public static void main(final String[] args) throws InterruptedException {
        final int code;
        try (Communicator world = Communicator.builder().build()) {
            code = run(world, args);
        }
        System.exit(code);
    }

    /** Says how it went wrong as soon as that is known. */
    private static int run(final Communicator world, final String[] args) throws InterruptedException {
        try {
            switch (args[0]) {
                case "exercise" -> exercise(world);
                case "await" -> await(world, Integer.parseInt(args[1]));
                case "survive" -> survive(world, Integer.parseInt(args[1]));
                default -> loop(world, Integer.parseInt(args[1]));
            }
            return 0;
        } catch (final PeerFailedException failed) {
            System.out.println("failed rank " + failed.rank() + ": " + failed.getMessage());
            return PEER_FAILED;
        } catch (final CollectiveTimeoutException late) {
            System.out.println("timed out: " + late.getMessage());
            return TIMED_OUT;
        }
    }

    private static void exercise(final Communicator world) {
        final Exercises exercises = new Exercises();
        for (final Collective collective : MovementContract.COLLECTIVES) {
            for (final long count : new long[] {0, 1, 1_031, 300_007}) {
                exercises.add(Exercise.of(collective, DataType.FLOAT32, Kind.SUM, world.size(), 1, count));
            }
        }
        exercises.run(world);
    }

    /** Adds up until only two are left; whoever is killed meanwhile, each sum must be right. */
    private static void survive(final Communicator world, final int count) {
        Communicator communicator = world;
        long round = 0;
        while (communicator.size() > 2 || round < communicator.recovery().completedByAll() + 50) {
            final float[] sum = new float[count];
            Arrays.fill(sum, round % 7 + 1);
            try {
                communicator.allReduce(sum, ReduceOp.SUM);
            } catch (final PeerFailedException failed) {
                System.out.println("failed rank " + failed.rank());
                final Communicator rest = communicator.shrink();
                communicator.close();
                communicator = rest;
                // the round in which the rank died may have ended on some; all redo it
                round = rest.recovery().completedByAll();
                System.out.println("left " + rest.recovery().formerRanks());
                continue;
            }
            for (final float each : sum) {
                if (each != communicator.size() * (round % 7 + 1)) {
                    throw new AssertionError("round " + round + ": " + each + " of " + communicator.size());
                }
            }
            round++;
            if (Long.bitCount(round) == 1) {
                System.out.println("round " + round);
            }
        }
        communicator.close();
        System.out.println("survived");
    }

    private static void await(final Communicator world, final int count) throws InterruptedException {
        final float[] values = new float[count];
        world.allReduce(values, ReduceOp.SUM);
        System.out.println("waiting");
        if (world.rank() == world.size() - 1) {
            Thread.sleep(Long.MAX_VALUE);
        }
        world.allReduce(values, ReduceOp.SUM);
    }

    private static void loop(final Communicator world, final int count) {
        final float[] values = new float[count];
        final BufferView view = BufferView.of(values);
        for (long round = 1; round > 0; round++) {
            world.allReduce(view, view, ReduceOp.MAX);
            if (Long.bitCount(round) == 1) {
                System.out.println("round " + round);
            }
        }
    }
}
