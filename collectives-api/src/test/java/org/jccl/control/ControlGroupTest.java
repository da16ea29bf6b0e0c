// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jccl.error.CollectiveException;
import org.jccl.error.CollectiveTimeoutException;
import org.jccl.error.InvalidUsageException;
import org.jccl.error.TransportException;
import org.jccl.spi.Candidates;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class ControlGroupTest {
    private static ByteBuffer bytes(final String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17})
    void shouldTellEverySurvivorOfADeathExactlyOnce(final int size) {
        final int dead = size / 2;
        try (Job job = new Job(size)) {
            final List<Job.Member> members = job.join(1);
            job.endpoints.get(dead).sever();
            Eventually.holds(() -> Job.others(size, dead)
                    .forEach(rank -> assertThat(members.get(rank).listener().heard("failed"))
                            .as("rank %d", rank)
                            .hasSize(1)));
            // a second message goes round behind the first, so that a second report would be there by now
            members.get(Job.others(size, dead).findFirst().orElseThrow())
                    .group()
                    .abort((byte) 7, "over");
            Eventually.holds(() -> Job.others(size, dead)
                    .skip(1)
                    .forEach(rank -> assertThat(members.get(rank).listener().heard("aborted"))
                            .hasSize(1)));
            Job.others(size, dead)
                    .forEach(rank -> assertThat(members.get(rank).listener().heard("failed"))
                            .singleElement()
                            .asString()
                            .startsWith("failed " + dead + " its connection"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 8, 13})
    void shouldTellEveryoneElseOfAnAbort(final int size) {
        for (int aborter = 0; aborter < size; aborter++) {
            try (Job job = new Job(size)) {
                final int by = aborter;
                final List<Job.Member> members = job.join(1);
                members.get(by).group().abort((byte) 3, "the third operation timed out");
                Eventually.holds(() -> Job.others(size, by)
                        .forEach(rank -> assertThat(members.get(rank).listener().heard())
                                .as("rank %d", rank)
                                .containsExactly("aborted " + by + " 3 the third operation timed out")));
                assertThat(members.get(by).listener().heard()).isEmpty();
            }
        }
    }

    @Test
    void shouldReportOneAbortWhenAllAbortAtOnce() {
        final int size = 8;
        try (Job job = new Job(size)) {
            final List<Job.Member> members = job.join(1);
            members.parallelStream().forEach(member -> member.group().abort((byte) 3, "x".repeat(10_000)));
            members.forEach(member -> member.group().close());
            members.forEach(
                    member -> assertThat(member.listener().heard("aborted")).hasSizeLessThanOrEqualTo(1));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8, 11, 17})
    void shouldBringMessagesFromEveryRankToEveryRankInOrder(final int size) {
        try (Job job = new Job(size)) {
            final List<Job.Member> members = job.join(1);
            for (int from = 0; from < size; from++) {
                for (int to = 0; to < size; to++) {
                    members.get(from).group().send(to, bytes("a"));
                    members.get(from).group().send(to, bytes("b"));
                }
            }
            for (int to = 0; to < size; to++) {
                final RecordingListener listener = members.get(to).listener();
                Eventually.holds(() -> assertThat(listener.heard("message")).hasSize(2 * size));
                for (int from = 0; from < size; from++) {
                    assertThat(listener.heard("message " + from + " "))
                            .containsExactly("message " + from + " a", "message " + from + " b");
                }
            }
        }
    }

    @Test
    void shouldBringMessagesAroundDeadRanks() {
        final int size = 16;
        try (Job job = new Job(size)) {
            final List<Job.Member> members = job.join(1);
            // from 0 to 3 the direct ways lead over 2, 4 and 1
            final int[] dead = {1, 2, 4};
            IntStream.of(dead).forEach(rank -> job.endpoints.get(rank).sever());
            Eventually.holds(() -> Job.others(size, dead)
                    .forEach(rank -> assertThat(members.get(rank).listener().heard("failed"))
                            .hasSize(3)));
            Job.others(size, dead)
                    .forEach(from -> Job.others(size, dead)
                            .forEach(to -> members.get(from).group().send(to, bytes("still here"))));
            Job.others(size, dead)
                    .forEach(to -> Eventually.holds(() -> assertThat(
                                    members.get(to).listener().heard("message"))
                            .hasSameSizeAs(Job.others(size, dead).boxed().toList())
                            .doesNotHaveDuplicates()));
        }
    }

    @Test
    void shouldRefuseMessagesThatAreTooLongOrForNobody() {
        try (Job job = new Job(1)) {
            final ControlGroup group = job.join(1).get(0).group();
            assertThatThrownBy(() -> group.send(1, bytes("hello")))
                    .isInstanceOf(InvalidUsageException.class)
                    .hasMessage("there is no rank 1 among 1");
            assertThatThrownBy(() -> group.send(0, ByteBuffer.allocate(4097)))
                    .isInstanceOf(InvalidUsageException.class)
                    .hasMessageContaining("4097");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 8, 9})
    void shouldTakeAGoodbyeForNoDeath(final int size) {
        try (Job job = new Job(size)) {
            final List<Job.Member> members = job.join(1);
            members.get(1).group().close();
            Eventually.holds(() -> Job.others(size, 1)
                    .forEach(rank -> assertThat(members.get(rank).listener().heard())
                            .as("rank %d", rank)
                            .containsExactly("left 1")));
        }
    }

    @Test
    void shouldHearOfNoDeathWhenAllCloseAtOnce() {
        try (Job job = new Job(9)) {
            final List<Job.Member> members = job.join(1);
            members.parallelStream().forEach(member -> member.group().close());
            members.forEach(
                    member -> assertThat(member.listener().heard("failed")).isEmpty());
        }
    }

    @Test
    void shouldKeepCommunicatorsOnOneEndpointApart() {
        try (Job job = new Job(4)) {
            final List<Job.Member> first = job.join(1);
            final List<Job.Member> second = job.join(2);
            first.get(0).group().abort((byte) 5, "only here");
            first.get(2).group().close();
            second.get(0).group().send(3, bytes("hello"));
            Eventually.holds(() -> assertThat(second.get(3).listener().heard()).containsExactly("message 0 hello"));
            Eventually.holds(() -> assertThat(first.get(3).listener().heard())
                    .containsExactlyInAnyOrder("aborted 0 5 only here", "left 2"));
            second.forEach(
                    member -> assertThat(member.listener().heard("aborted")).isEmpty());
        }
    }

    /** Of two ranks that have joined, one aborts and one leaves, both before the third has come. */
    @Test
    void shouldTellARankThatJoinsLateWhatHasHappened() {
        try (Job job = new Job(9)) {
            final Candidates[] peers = job.peers();
            final int late = 8;
            // ranks that are not its neighbours need not wait for it
            final List<Integer> early = Job.others(9, late)
                    .filter(rank -> Arrays.stream(Neighbours.of(late, 9)).noneMatch(neighbour -> neighbour == rank))
                    .boxed()
                    .toList();
            assertThat(early).hasSizeGreaterThanOrEqualTo(2);
            final List<CompletableFuture<Job.Member>> members = Job.others(9, late)
                    .mapToObj(rank -> CompletableFuture.supplyAsync(
                            () -> job.join(1, rank, peers), command -> new Thread(command).start()))
                    .toList();
            members.get(early.get(0)).join().group().abort((byte) 7, "over");
            members.get(early.get(1)).join().group().close();
            final Job.Member last = job.join(1, late, peers);
            members.forEach(CompletableFuture::join);
            Eventually.holds(() -> assertThat(last.listener().heard())
                    .containsExactlyInAnyOrder("aborted " + early.get(0) + " 7 over", "left " + early.get(1)));
        }
    }

    @Test
    void shouldNameTheRankAndAddressThatDidNotJoin() {
        try (Job job = new Job(3)) {
            final Candidates[] peers = job.peers();
            assertThatThrownBy(() ->
                            job.endpoints.get(1).join(1, 1, peers, new RecordingListener(), Duration.ofMillis(300)))
                    .isInstanceOf(CollectiveTimeoutException.class)
                    .hasMessageContaining("within 300 ms")
                    .hasMessageContaining("rank 2 at " + peers[2] + " is there but has not joined")
                    .hasMessageContaining("rank 0 at " + peers[0] + " has not connected to this rank");
        }
    }

    @Test
    void shouldNameTheRankThatListensNoMore() {
        try (Job job = new Job(2)) {
            final Candidates[] peers = job.peers();
            job.endpoints.get(1).close();
            assertThatThrownBy(() -> job.join(1, 0, peers))
                    .isInstanceOf(TransportException.class)
                    .hasMessageContaining("rank 1 at " + peers[1] + " cannot be reached: Connection refused");
        }
    }

    @Test
    void shouldTellTheOthersWhyARankCouldNotJoin() {
        try (Job job = new Job(4)) {
            final Candidates[] peers = job.peers();
            job.endpoints.get(3).close();
            // 3 is nobody to rank 1, which hears of it from the others
            final List<String> failures = IntStream.range(0, 3)
                    .parallel()
                    .mapToObj(rank -> failureOf(() -> job.join(1, rank, peers)))
                    .toList();
            assertThat(failures).allMatch(failure -> failure.contains("rank 3"), "names rank 3");
        }
    }

    private static String failureOf(final Runnable joining) {
        try {
            joining.run();
            return "none";
        } catch (final CollectiveException failure) {
            return failure.getMessage();
        }
    }

    @Test
    void shouldEndJoiningWhenInterrupted() {
        try (Job job = new Job(2)) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> job.join(1, 0, job.peers()))
                    .isInstanceOf(CollectiveException.class)
                    .hasMessageContaining("interrupted");
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void shouldStayQuietWhenNothingHappens() throws InterruptedException {
        try (Job job = new Job(5, "control.silence", "1500ms")) {
            final List<Job.Member> members = job.join(1);
            Thread.sleep(2500);
            members.forEach(member -> assertThat(member.listener().heard()).isEmpty());
        }
    }
}
