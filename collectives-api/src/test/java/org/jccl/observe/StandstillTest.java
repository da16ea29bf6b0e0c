// SPDX-License-Identifier: Apache-2.0
package org.jccl.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jccl.observe.RankReport.Finished;
import org.jccl.observe.RankReport.Reason;
import org.jccl.observe.RankReport.UnderWay;
import org.jccl.observe.RankReport.Wait;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class StandstillTest {
    private static final long SUM = 1;
    private static final long GATHER = 2;

    private final Map<Integer, RankReport> reports = new HashMap<>();

    private static UnderWay sum(final long sequence, final Wait... waits) {
        return new UnderWay(0, sequence, SUM, "all_reduce #" + sequence, -1, true, List.of(waits));
    }

    private static Wait toSend(final int peer) {
        return new Wait(peer, Reason.TO_SEND);
    }

    private void inside(final int rank, final UnderWay... operations) {
        final UnderWay latest = operations[operations.length - 1];
        reports.put(
                rank,
                new RankReport(
                        List.of(latest.sequence() + 1),
                        List.of(operations),
                        null,
                        "thread 'main' is at A.b(A.java:1)",
                        List.of()));
    }

    private void idle(final int rank, final long entered, final Finished last) {
        reports.put(
                rank,
                new RankReport(
                        List.of(entered),
                        List.of(),
                        last,
                        "thread 'main' is at T.step(T.java:212)",
                        List.of("T.step")));
    }

    private String text(final int size) {
        return text(
                size, reports.get(0).underWay().get(reports.get(0).underWay().size() - 1));
    }

    private String text(final int size, final UnderWay late) {
        return new Standstill(0, late, reports, size, rank -> "rank " + rank + " (host-" + rank + ")").text();
    }

    @Test
    void shouldNameWhoNeverEnteredAndWhoWaitsForItDirectly() {
        inside(0, sum(812, toSend(1)));
        inside(1, sum(812, toSend(2)));
        inside(2, sum(812, toSend(3)));
        idle(3, 812, new Finished("barrier #811", 29_800_000_000L));

        assertThat(text(4)).isEqualTo("""
                        rank 3 (host-3) never entered it (last: barrier #811, 29.8 s ago; its thread 'main' is at \
                        T.step(T.java:212)); ranks 0-2 wait, rank 2 directly
                          rank 0 waits for rank 1 to send
                          rank 1 waits for rank 2 to send
                          rank 2 waits for rank 3 to send
                          rank 3, thread 'main' is at T.step(T.java:212)
                              at T.step""");
    }

    @Test
    void shouldTellWhoDoesNotAnswer() {
        inside(0, sum(3, toSend(1)));
        assertThat(text(2))
                .startsWith("rank 1 (host-1) does not answer: its process is stopped, or its host cannot be reached; "
                        + "rank 0 waits\n");
    }

    @Test
    void shouldTellWhoEnteredSomethingElse() {
        inside(0, sum(3, toSend(1)));
        inside(1, new UnderWay(0, 3, GATHER, "all_gather #3", -1, true, List.of(toSend(0))));
        assertThat(text(2)).startsWith("rank 1 (host-1) calls all_gather #3 instead; rank 0 waits\n");
    }

    @Test
    void shouldFindTheLinkOnWhichNothingMoves() {
        inside(0, sum(3, new Wait(1, Reason.TO_RECEIVE)));
        inside(1, sum(3, new Wait(0, Reason.TO_GO_ON)));
        inside(2, sum(3, toSend(0)));
        assertThat(text(3)).startsWith("every rank entered it, and nothing moves between rank 0 and rank 1\n");
    }

    @Test
    void shouldBlameTheOperationThatHoldsUpTheLateOne() {
        inside(0, sum(4, toSend(1), toSend(2)));
        inside(1, sum(3, toSend(0)));
        inside(2, sum(3, toSend(0)));
        assertThat(text(3))
                .startsWith(
                        "ranks 1-2 are still in all_reduce #3: every rank entered it, and what rank 0 has sent does "
                                + "not arrive at rank 1\n");
    }

    @Test
    void shouldTellWhoIsSlowWhenNobodyIsStuck() {
        inside(0, sum(3, toSend(1)));
        inside(1, sum(3));
        assertThat(text(2)).startsWith("every rank entered it, and rank 1 did not wait for anybody when asked");
    }

    @Test
    void shouldLookOnlyAtTheOtherEndOfASendOrReceive() {
        final UnderWay receive = new UnderWay(2, 0, SUM, "receive from rank 2 #0", 2, true, List.of(toSend(2)));
        inside(0, receive);
        idle(2, 7, null);
        assertThat(text(4, receive))
                .startsWith("rank 2 (host-2) has not made the matching call (no call yet; its thread 'main' is at T");

        reports.put(
                2,
                new RankReport(
                        List.of(),
                        List.of(new UnderWay(2, 5, SUM, "send to rank 0 #5", 0, true, List.of())),
                        null,
                        "",
                        List.of()));
        assertThat(text(4, receive)).startsWith("every rank entered it, and rank 2 did not wait for anybody");
    }
}
