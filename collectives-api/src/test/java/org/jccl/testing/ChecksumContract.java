// SPDX-License-Identifier: Apache-2.0
package org.jccl.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jccl.Communicator;
import org.jccl.CommunicatorBuilder;
import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.jccl.buffer.BufferView;
import org.jccl.buffer.Memory;
import org.jccl.buffer.RegisteredMemory;
import org.jccl.error.CollectiveException;
import org.jccl.error.TransportException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What {@code checksum=crc32c} promises over every transport: the same bits as without, and of a bit that was spoilt on its
 * way an exception on every rank. Every transport's tests extend this.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
public abstract class ChecksumContract implements AlgorithmContract, MovementContract, PointToPointContract {
    /** Of the first operation's messages, which is timed. */
    private static final int HEADER = 40;

    private static final int RANKS = 3;
    private static final int CULPRIT = 1;
    private static final Duration AMPLE = Duration.ofSeconds(60);
    /** Header and its sum. */
    private static final int PAYLOAD = 40;

    private static final int LARGE = 1 << 20;
    private static final int TIMES = 12;

    /** For subclasses. */
    protected ChecksumContract() {}

    @Override
    public abstract String transport();

    @Override
    public UnaryOperator<CommunicatorBuilder> configure() {
        return builder -> builder.set("checksum", "crc32c");
    }

    @Override
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    public void shouldGiveTheSameByEveryAlgorithm(final int size) {
        AlgorithmContract.super.shouldGiveTheSameByEveryAlgorithm(size);
    }

    @Override
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    public void shouldPerformEveryCollectiveAtEveryEdgeCount(final int size) {
        MovementContract.super.shouldPerformEveryCollectiveAtEveryEdgeCount(size);
    }

    @Override
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    public void shouldServeEveryRoot(final int size) {
        MovementContract.super.shouldServeEveryRoot(size);
    }

    @Override
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    public void shouldTakeBlocksOfDifferentLengths(final int size) {
        MovementContract.super.shouldTakeBlocksOfDifferentLengths(size);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8, 16, 24, 31, 32, 39, PAYLOAD, PAYLOAD + 15, PAYLOAD + 16, PAYLOAD + 23})
    void shouldNameTheLinkAndTheCallWhereverASmallMessageIsSpoilt(final int position) {
        requireNoticed(failures(16, position, position), "position " + position);
    }

    @Test
    void shouldNameTheLinkAndTheCallWhereverALargeMessageIsSpoilt() {
        final SplittableRandom seeds = new SplittableRandom();
        for (int i = 0; i < TIMES; i++) {
            final int position = seeds.nextInt(LARGE / 4);
            final int seed = seeds.nextInt(8);
            requireNoticed(failures(LARGE, position, seed), "position " + position + ", seed " + seed);
        }
    }

    private void requireNoticed(final List<CollectiveException> failures, final String where) {
        assertThat(failures)
                .as(where)
                .allSatisfy(failure -> assertThat(failure)
                        .isInstanceOf(TransportException.class)
                        .hasMessageFindingMatch("rank " + CULPRIT + " -> rank [02] over " + transport() + ": ")
                        .hasMessageFindingMatch("message of all_reduce\\(.*\\) #0 on 'world' was spoilt on its way")
                        .hasMessageFindingMatch(
                                "CRC32C is [0-9a-f]{8,} where it was sent, [0-9a-f]{8} where it arrived"));
    }

    @Test
    void shouldNotNoticeASpoiltPayloadWithoutSums() {
        final int second = HEADER + Integer.BYTES;
        final List<Integer> wrong =
                Ranks.call(RANKS, transport(), builder -> faulty(builder, second, 3), AMPLE, rank -> {
                    final int[] ones = {1, 1};
                    rank.allReduce(BufferView.of(ones), BufferView.of(ones), ReduceOp.SUM);
                    return ones[1];
                });
        assertThat(wrong).contains(RANKS + (1 << 3));
    }

    private static CommunicatorBuilder faulty(final CommunicatorBuilder builder, final int position, final int seed) {
        return builder.set("faults", "seed=" + seed + ",corrupt=rank" + CULPRIT + "@" + position);
    }

    /** How each rank's all-reduce of memory that peers may read where it lies ended. */
    private List<CollectiveException> failures(final int bytes, final int position, final int seed) {
        final CyclicBarrier together = new CyclicBarrier(RANKS);
        return Ranks.call(
                RANKS, transport(), builder -> faulty(configure().apply(builder), position, seed), AMPLE, rank -> {
                    try (RegisteredMemory memory = rank.allocate(bytes)) {
                        // nobody can allocate any more once one has failed
                        together.await(AMPLE.toSeconds(), TimeUnit.SECONDS);
                        final CollectiveException failure = failure(rank, memory);
                        // others may still read it
                        together.await(AMPLE.toSeconds(), TimeUnit.SECONDS);
                        return failure;
                    }
                });
    }

    private static CollectiveException failure(final Communicator communicator, final RegisteredMemory memory) {
        final BufferView view = memory.view(DataType.FLOAT32);
        Memory.fill(view.address(), view.lengthBytes(), (byte) 0);
        try {
            communicator.allReduce(view, view, ReduceOp.SUM);
            // whose messages all left in time may learn of it only now
            communicator.barrier();
        } catch (final CollectiveException failure) {
            return failure;
        }
        throw new AssertionError("rank " + communicator.rank() + " never noticed");
    }
}
