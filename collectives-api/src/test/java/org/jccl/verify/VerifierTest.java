// SPDX-License-Identifier: Apache-2.0
package org.jccl.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jccl.schedule.Space.INPUT;
import static org.jccl.schedule.Space.OUTPUT;
import static org.jccl.schedule.Space.SCRATCH;

import java.util.List;
import java.util.function.IntFunction;
import org.jccl.schedule.Collective;
import org.jccl.schedule.Shape;
import org.jccl.schedule.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class VerifierTest {
    private static final Shape TWO = Shape.of(Collective.ALL_REDUCE, 2, 0);

    @Test
    void shouldAcceptAnExchange() {
        final Verification verification = Verifier.verify(TWO, VerifierTest::exchange);
        assertThat(verification.violations()).isEmpty();
        assertThat(verification.isRankOrdered()).isTrue();
        assertThat(verification.output(1, 0)).hasToString("(0+1)[0]").isSameAs(verification.output(0, 0));
    }

    @Test
    void shouldSeeThatAnExchangeOverOneRangeWaitsForItself() {
        expect(
                TWO.asInPlace(),
                VerifierTest::exchange,
                "no rank can go on if nothing is buffered",
                "overwrites what " + "is still being read by rank 0 step 0 (SEND INPUT[0,1) to 1)",
                "has been taken by rank 1 step 1");
    }

    @Test
    void shouldSeeThatTwoLinksTakenInOppositeOrderDeadlock() {
        // each rank sends first what the other takes second, on one link
        expect(
                Shape.of(Collective.ALL_TO_ALL, 2, 0),
                rank -> new ListSchedule(2, 2)
                        .then(step -> step.send(INPUT, 1 - rank, 1).to(1 - rank))
                        .then(step -> step.receive(1 - rank).into(SCRATCH, 0, 1).after(0))
                        .then(step -> step.copy(SCRATCH, 0, 1).into(OUTPUT, 1 - rank, 1))
                        .then(step -> step.copy(INPUT, rank, 1).into(OUTPUT, rank, 1)),
                "no rank can go on",
                "rank 0 step 1 (RECEIVE rank 1 -> SCRATCH[0,1) after 0) was told to wait for rank 0 step 0");
    }

    @Test
    void shouldSeeThatAReductionCannotTakeTwoMessagesOfOneLinkAtOnce() {
        expect(
                Shape.of(Collective.REDUCE, 2, 0),
                rank -> rank == 0
                        ? new ListSchedule(1, 0)
                                .then(step -> step.reduce().from(1).from(1).into(OUTPUT, 0, 1))
                        : new ListSchedule(1, 0)
                                .then(step -> step.send(INPUT, 0, 1).to(0))
                                .then(step -> step.send(INPUT, 0, 1).to(0)),
                "must let pass, on the same link, the message of rank 0 step 0");
    }

    @Test
    void shouldNameAMessageThatNobodyReceives() {
        expect(
                TWO,
                rank -> exchange(rank).then(step -> step.send(INPUT, 0, 1).to(1 - rank)),
                "rank 0 step 2 (SEND INPUT[0,1) to 1) sends to rank 1, which never receives it");
    }

    @Test
    void shouldNameAMessageThatNobodySends() {
        expect(
                Shape.of(Collective.BROADCAST, 2, 0).asInPlace(),
                rank -> rank == 0
                        ? new ListSchedule(1, 0)
                        : new ListSchedule(1, 0).then(step -> step.receive(0).into(OUTPUT, 0, 1)),
                "rank 1 step 0 (RECEIVE rank 0 -> OUTPUT[0,1)) expects from rank 0 what that never sends");
    }

    @Test
    void shouldNameEndsOfDifferentLength() {
        // chunks 0 and 1 of a vector need not be equally long
        expect(
                Shape.of(Collective.BROADCAST, 2, 0).asInPlace(),
                rank -> rank == 0
                        ? new ListSchedule(2, 0)
                                .then(step -> step.send(OUTPUT, 0, 1).to(1))
                                .then(step -> step.send(OUTPUT, 1, 1).to(1))
                        : new ListSchedule(2, 0)
                                .then(step -> step.receive(0).into(OUTPUT, 1, 1))
                                .then(step -> step.receive(0).into(OUTPUT, 0, 1)),
                "rank 0 step 0 (SEND OUTPUT[0,1) to 1) is message 0 to rank 1, which takes it as rank 1 step 0",
                "the lengths differ");
    }

    @Test
    void shouldTakeBlocksToBeEquallyLongUnlessTheyVary() {
        final Shape shape = Shape.of(Collective.ALL_TO_ALL, 2, 0);
        assertThat(Verifier.verify(shape, VerifierTest::swapBlocks).violations())
                .isEmpty();
        final Shape varying = new Shape(Collective.ALL_TO_ALL, 2, 0, false, true, shape.groups());
        assertThat(Verifier.verify(varying, VerifierTest::swapBlocks).violations())
                .isEmpty();
        final Shape gather = new Shape(Collective.ALL_GATHER, 2, 0, false, true, shape.groups());
        expect(
                gather,
                rank -> new ListSchedule(2, 0)
                        .then(step -> step.copy(INPUT, rank, 1).into(OUTPUT, 1 - rank, 1)),
                "has an operand INPUT[0,1) of other length than its destination");
    }

    @Test
    void shouldNameASignalTakenAsData() {
        expect(
                Shape.of(Collective.BARRIER, 2, 0),
                rank -> rank == 0
                        ? new ListSchedule(1, 0).then(step -> step.signal().to(1))
                        : new ListSchedule(1, 0).then(step -> step.receive(0).into(SCRATCH, 0, 0)),
                "is message 0 to rank 1, which takes it as rank 1 step 0 (RECEIVE");
    }

    @Test
    void shouldNameAContributionCountedTwice() {
        expect(
                TWO,
                rank -> new ListSchedule(1, 0)
                        .then(step -> step.send(INPUT, 0, 1).to(1 - rank))
                        .then(step -> step.reduce()
                                .local(INPUT, 0, 1)
                                .from(1 - rank)
                                .local(INPUT, 0, 1)
                                .into(OUTPUT, 0, 1)
                                .last()),
                "counts rank 0's contribution twice: (0+1+0)[0]");
    }

    @Test
    void shouldNameAMissingContribution() {
        expect(
                TWO,
                rank -> new ListSchedule(1, 0)
                        .then(step -> step.copy(INPUT, 0, 1).into(OUTPUT, 0, 1)),
                "rank 0: OUTPUT chunk 0 ends as 0[0], not as everyone's chunk 0");
    }

    @Test
    void shouldNameRanksThatAddInAnotherOrder() {
        expect(
                TWO,
                rank -> new ListSchedule(1, 0)
                        .then(step -> step.send(INPUT, 0, 1).to(1 - rank))
                        .then(step -> step.reduce()
                                .local(INPUT, 0, 1)
                                .from(1 - rank)
                                .into(OUTPUT, 0, 1)
                                .last()),
                "rank 1: OUTPUT chunk 0 is (1+0)[0], but another rank has (0+1)[0]");
    }

    @Test
    void shouldTellRankOrderFromAnotherOrder() {
        final Verification verification = Verifier.verify(
                Shape.of(Collective.REDUCE, 2, 0),
                rank -> rank == 0
                        ? new ListSchedule(1, 0)
                                .then(step -> step.reduce()
                                        .from(1)
                                        .local(INPUT, 0, 1)
                                        .into(OUTPUT, 0, 1)
                                        .last())
                        : new ListSchedule(1, 0)
                                .then(step -> step.send(INPUT, 0, 1).to(0)));
        assertThat(verification.violations()).isEmpty();
        assertThat(verification.isRankOrdered()).isFalse();
    }

    @Test
    void shouldNameAReductionThatMixesChunks() {
        expect(
                TWO,
                rank -> new ListSchedule(2, 0)
                        .then(step -> step.reduce()
                                .local(INPUT, 0, 2)
                                .local(INPUT, 1, 1)
                                .into(OUTPUT, 0, 2)),
                "has an operand INPUT[1,2) of other length");
        expect(
                Shape.of(Collective.REDUCE_SCATTER, 2, 0),
                rank -> new ListSchedule(2, 0)
                        .then(step -> step.reduce()
                                .local(INPUT, 0, 1)
                                .local(INPUT, 1, 1)
                                .into(OUTPUT, rank, 1)),
                "combines 0[1] with 0[0], another chunk");
    }

    @Test
    void shouldNameALastThatIsMissingOrTooMuch() {
        expect(
                TWO,
                rank -> new ListSchedule(1, 0)
                        .then(step -> step.send(INPUT, 0, 1).to(1 - rank))
                        .then(step -> inRankOrder(step.reduce(), rank).into(OUTPUT, 0, 1)),
                "yields every rank's contribution but is not marked last");
        expect(
                Shape.of(Collective.ALL_REDUCE, 3, 0),
                rank -> new ListSchedule(1, 0)
                        .then(step -> step.reduce()
                                .local(INPUT, 0, 1)
                                .into(OUTPUT, 0, 1)
                                .last()),
                "rank 2 step 0 (REDUCE INPUT[0,1) -> OUTPUT[0,1) last) is marked last but yields only 2[0]");
    }

    @Test
    void shouldNameAnOutputThatIsFinalTwice() {
        expect(
                TWO,
                rank -> exchange(rank).then(step -> step.copy(OUTPUT, 0, 1).into(OUTPUT, 0, 1)),
                "reads OUTPUT chunk 0 and writes over it");
        expect(
                Shape.of(Collective.BROADCAST, 2, 0),
                rank -> rank == 0
                        ? new ListSchedule(1, 0)
                                .then(step -> step.send(INPUT, 0, 1).to(1))
                                .then(step -> step.send(INPUT, 0, 1).to(1))
                                .then(step -> step.copy(INPUT, 0, 1).into(OUTPUT, 0, 1))
                        : new ListSchedule(1, 0)
                                .then(step -> step.receive(0).into(OUTPUT, 0, 1))
                                .then(step -> step.receive(0).into(OUTPUT, 0, 1)),
                "rank 1 step 1 (RECEIVE rank 0 -> OUTPUT[0,1)) writes OUTPUT chunk 0 again, after it was final");
    }

    @Test
    void shouldNameAnOutputThatIsNeverWrittenOrWrong() {
        expect(
                Shape.of(Collective.BROADCAST, 2, 1),
                rank -> new ListSchedule(1, 0),
                "rank 0: OUTPUT chunk 0 is never written",
                "rank 1: OUTPUT chunk 0 is never written");
        expect(
                Shape.of(Collective.ALL_TO_ALL, 2, 0),
                rank -> new ListSchedule(2, 0)
                        .then(step -> step.copy(INPUT, 0, 2).into(OUTPUT, 0, 2)),
                "rank 0: OUTPUT chunk 1 ends as 0[1], not 1[0]");
    }

    @Test
    void shouldNameAReadOfWhatNobodyWrote() {
        expect(
                Shape.of(Collective.ALL_REDUCE, 1, 0),
                rank -> new ListSchedule(1, 1)
                        .then(step -> step.copy(SCRATCH, 0, 1).into(OUTPUT, 0, 1)),
                "rank 0 step 0 (COPY SCRATCH[0,1) -> OUTPUT[0,1)) reads what nobody has written");
    }

    @Test
    void shouldNameAWriteIntoTheCallersInput() {
        expect(
                TWO,
                rank -> new ListSchedule(2, 0)
                        .then(step -> step.copy(INPUT, 0, 1).into(INPUT, 0, 1)),
                "writes INPUT chunk 0, which belongs to the caller");
        // in place, rank 0's OUTPUT is its chunk 0; the rest of INPUT stays the caller's
        expect(
                Shape.of(Collective.REDUCE_SCATTER, 2, 0).asInPlace(),
                rank -> new ListSchedule(2, 0)
                        .then(step -> step.reduce()
                                .local(INPUT, 1 - rank, 1)
                                .local(INPUT, rank, 1)
                                .into(INPUT, 1 - rank, 1)),
                "rank 0 step 0 (REDUCE INPUT[1,2), INPUT[0,1) -> INPUT[1,2)) writes INPUT chunk 1");
    }

    @Test
    void shouldNameChunksThatDoNotExist() {
        expect(
                TWO,
                rank -> new ListSchedule(2, 1)
                        .then(step -> step.copy(INPUT, 1, 2).into(OUTPUT, 0, 2))
                        .then(step -> step.copy(INPUT, 0, 1).into(SCRATCH, 1, 1)),
                "rank 0 step 0 (COPY INPUT[1,3) -> OUTPUT[0,2)) touches INPUT chunk 2, but there are 2",
                "rank 1 step 1 (COPY INPUT[0,1) -> SCRATCH[1,2)) touches SCRATCH chunk 1, but there are 1");
        expect(
                Shape.of(Collective.SCATTER, 2, 0),
                rank -> new ListSchedule(2, 0)
                        .then(step -> step.copy(INPUT, 1, 1).into(OUTPUT, 1, 1)),
                "touches OUTPUT chunk 1, which rank 0 does not have",
                "touches INPUT chunk 1, which rank 1 does not have");
    }

    @Test
    void shouldNameWrongPeersAndWrongOrder() {
        expect(
                TWO,
                rank -> new ListSchedule(1, 0)
                        .then(step -> step.send(INPUT, 0, 1).to(rank))
                        .then(step -> step.send(INPUT, 0, 1).to(2))
                        .then(step -> step.send(INPUT, 0, 1))
                        .then(step -> step.copy(INPUT, 0, 1).into(OUTPUT, 0, 1).after(3)),
                "rank 0 step 0 (SEND INPUT[0,1) to 0) names this rank itself as its peer",
                "rank 1 step 1 (SEND INPUT[0,1) to 2) names rank 2 of 2",
                "names no peer",
                "waits for step 3, which is not an earlier one");
    }

    @Test
    void shouldNameChunkCountsThatDiffer() {
        expect(TWO, rank -> new ListSchedule(1 + rank, 0), "rank 1 divides into 2 chunks, rank 0 into 1");
        expect(
                Shape.of(Collective.ALL_GATHER, 2, 0),
                rank -> new ListSchedule(1, 0),
                "rank 0 divides into 1 chunks, but all_gather has one chunk a rank, 2");
    }

    @Test
    void shouldNameAReductionWhereNothingIsReduced() {
        expect(
                Shape.of(Collective.ALL_GATHER, 2, 0),
                rank -> new ListSchedule(2, 0)
                        .then(step -> step.reduce().local(INPUT, rank, 1).into(OUTPUT, rank, 1))
                        .then(step ->
                                step.copy(INPUT, rank, 1).into(OUTPUT, rank, 1).last()),
                "combines elements, which all_gather does not do",
                "is marked last, but only a reduction can be");
    }

    @Test
    void shouldNameACompleteReductionThatIsCombinedOnceMore() {
        expect(
                TWO,
                rank -> exchange(rank)
                        .then(step -> step.reduce()
                                .local(OUTPUT, 0, 1)
                                .local(INPUT, 0, 1)
                                .into(OUTPUT, 0, 1)),
                "combines (0+1)[0], which is complete already");
    }

    @Test
    void shouldNameScratchWhoseLengthNoTableGives() {
        final Shape shape = Shape.of(Collective.ALL_TO_ALL, 2, 0);
        expect(
                new Shape(Collective.ALL_TO_ALL, 2, 0, false, true, shape.groups()),
                rank -> new ListSchedule(2, 2)
                        .then(step -> step.copy(INPUT, 0, 1).into(SCRATCH, 0, 1)),
                "uses SCRATCH, whose lengths no table gives");
    }

    @Test
    void shouldNameARangeOverItself() {
        expect(
                TWO,
                rank -> new ListSchedule(4, 0)
                        .then(step -> step.receive(1 - rank).into(OUTPUT, 0, 4, 2, 1)),
                "writes OUTPUT chunk 1 twice");
    }

    @Test
    void shouldNameWhoMayLeaveABarrierTooEarly() {
        final Shape barrier = Shape.of(Collective.BARRIER, 3, 0);
        assertThat(Verifier.verify(barrier, rank -> dissemination(rank, true)).violations())
                .isEmpty();
        expect(barrier, rank -> ring(rank), "rank 0 may leave before rank 1 has entered");
        expect(
                Shape.of(Collective.BARRIER, 5, 0),
                rank -> dissemination5(rank, false),
                "rank 0 may leave before rank 2 has entered");
        assertThat(Verifier.verify(Shape.of(Collective.BARRIER, 5, 0), rank -> dissemination5(rank, true))
                        .violations())
                .isEmpty();
    }

    @Test
    void shouldRefuseToVerifyPointToPoint() {
        assertThatThrownBy(() -> Verifier.verify(Shape.of(Collective.SEND, 2, 0), rank -> new ListSchedule(1, 0)))
                .hasMessageContaining("send is no operation of all ranks");
    }

    @Test
    void shouldHaveNoResultToSpeakOfIfThereAreViolations() {
        final Verification broken = Verifier.verify(TWO, rank -> new ListSchedule(1, 0));
        assertThatThrownBy(() -> broken.output(0, 0)).hasMessageContaining("is never written");
    }

    private static void expect(
            final Shape shape, final IntFunction<ListSchedule> schedules, final String... partsOfSentences) {
        final List<String> violations = Verifier.verify(shape, schedules).violations();
        assertThat(String.join("\n", violations)).contains(partsOfSentences);
    }

    private static Step inRankOrder(final Step step, final int rank) {
        return rank == 0 ? step.local(INPUT, 0, 1).from(1) : step.from(0).local(INPUT, 0, 1);
    }

    private static ListSchedule exchange(final int rank) {
        return new ListSchedule(1, 0)
                .then(step -> step.send(INPUT, 0, 1).to(1 - rank))
                .then(step ->
                        inRankOrder(step.reduce(), rank).into(OUTPUT, 0, 1).last());
    }

    private static ListSchedule swapBlocks(final int rank) {
        return new ListSchedule(2, 0)
                .then(step -> step.copy(INPUT, rank, 1).into(OUTPUT, rank, 1))
                .then(step -> step.send(INPUT, 1 - rank, 1).to(1 - rank))
                .then(step -> step.receive(1 - rank).into(OUTPUT, 1 - rank, 1));
    }

    private static ListSchedule ring(final int rank) {
        return new ListSchedule(1, 0)
                .then(step -> step.signal().to((rank + 1) % 3))
                .then(step -> step.await((rank + 2) % 3));
    }

    private static ListSchedule dissemination(final int rank, final boolean inRounds) {
        return ring(rank)
                .then(step -> step.signal().to((rank + 2) % 3).after(inRounds ? 1 : -1))
                .then(step -> step.await((rank + 1) % 3));
    }

    private static ListSchedule dissemination5(final int rank, final boolean inRounds) {
        final ListSchedule schedule = new ListSchedule(1, 0);
        for (int round = 0; round < 3; round++) {
            final int distance = 1 << round;
            final int before = inRounds ? 2 * round - 1 : -1;
            schedule.then(step -> step.signal().to((rank + distance) % 5).after(before))
                    .then(step -> step.await((rank + 5 - distance) % 5).after(before));
        }
        return schedule;
    }
}
