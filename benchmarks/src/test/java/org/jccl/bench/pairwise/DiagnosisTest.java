// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.pairwise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jccl.bench.measure.Expectation;
import org.jccl.bench.measure.LineRate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class DiagnosisTest {
    private static final Expectation GBIT = new Expectation(LineRate.parse("1Gbit"), 0.9);

    @Test
    void shouldAcceptANetworkThatCarriesWhatIsExpected() {
        final Diagnosis diagnosis = new Diagnosis(Matrices.onHosts(8, (from, to) -> 0.94 + 0.001 * from), GBIT);
        assertThat(diagnosis.failed()).isFalse();
        assertThat(diagnosis.sentences())
                .hasSize(3)
                .first()
                .asString()
                .isEqualTo("expected 1 Gbit/s, at least 90 % of it as payload: OK, every link carries it");
    }

    /** With three ranks four links of six are slow, and still it is one rank. */
    @ParameterizedTest
    @ValueSource(ints = {3, 4, 8, 17})
    void shouldNameTheSlowRankAndNobodyElse(final int ranks) {
        final int slow = ranks - 2;
        final Links links = Matrices.onHosts(ranks, (from, to) -> from == slow || to == slow ? 0.1 : 0.95);
        assertThat(new Diagnosis(links, null).sentences())
                .filteredOn(sentence -> sentence.contains(" is slow"))
                .containsExactly("rank " + slow + " (node" + slow
                        + ") is slow both ways: median 0.100 Gbit/s out, 0.100 in; usual is 0.950");
        assertThat(new Diagnosis(links, GBIT).failed()).isTrue();
        assertThat(new Diagnosis(links, GBIT).sentences().get(0))
                .contains("FAILED, " + 4 * (ranks - 1) / 2 + " of " + ranks * (ranks - 1)
                        + " links carry less than 0.900");
    }

    @Test
    void shouldTellSendingFromReceiving() {
        assertThat(new Diagnosis(Matrices.onHosts(8, (from, to) -> from == 2 ? 0.3 : 0.95), GBIT).sentences())
                .contains("rank 2 (node2) is slow in sending: median 0.300 Gbit/s out, 0.950 in; usual is 0.950")
                .contains("slowest link from rank 2 (node2) to rank 0 (node0), 0.300 Gbit/s; slowest rank 2 (node2), "
                        + "median of its links 0.625");
        assertThat(new Diagnosis(Matrices.onHosts(8, (from, to) -> to == 2 ? 0.3 : 0.95), GBIT).sentences())
                .contains("rank 2 (node2) is slow in receiving: median 0.950 Gbit/s out, 0.300 in; usual is 0.950");
    }

    @Test
    void shouldNameALinkThatIsSlowAlone() {
        final Links links = Matrices.onHosts(8, (from, to) -> from == 1 && to == 3 ? 0.5 : 0.95);
        assertThat(new Diagnosis(links, null).sentences())
                .filteredOn(sentence -> sentence.contains(" slow "))
                .containsExactly(
                        "the link from rank 1 (node1) to rank 3 (node3) is slow alone: 0.500 Gbit/s, back 0.950; "
                                + "usual is 0.950");
    }

    @Test
    void shouldNameSeveralSlowRanksAndAllThatShareTheirHost() {
        final Links links = Matrices.links(
                8, 2, (from, to) -> from / 2 == to / 2 ? 80 : from / 2 == 3 || to / 2 == 3 ? 2 : 9.4, us -> us);
        assertThat(new Diagnosis(links, null).sentences())
                .filteredOn(sentence -> sentence.contains(" slow "))
                .containsExactly(
                        "ranks 6, 7 (node3) are slow both ways: median 2.00 Gbit/s out, 2.00 in; usual is 9.40");
        // what does not leave a host is not judged by the rate of the network
        assertThat(new Diagnosis(links, new Expectation(LineRate.parse("2Gbit"), 1)).failed())
                .isFalse();
        assertThat(new Diagnosis(links, new Expectation(LineRate.parse("10Gbit"), 0.9))
                        .sentences()
                        .get(0))
                .contains("FAILED, 24 of 48 links");
    }

    @Test
    void shouldBlameNobodyWhenAllAreSlow() {
        final Diagnosis diagnosis = new Diagnosis(Matrices.onHosts(4, (from, to) -> 0.6), GBIT);
        assertThat(diagnosis.failed()).isTrue();
        assertThat(diagnosis.sentences().get(0)).contains("12 of 12 links", "even good ones carry 0.600 (60 %)", "MTU");
        assertThat(diagnosis.sentences()).noneMatch(sentence -> sentence.contains(" slow "));
    }

    @Test
    void shouldNotGuessWhichOfTwoRanksIsSlow() {
        final Links links = Matrices.onHosts(2, (from, to) -> from == 0 ? 0.95 : 0.2);
        assertThat(new Diagnosis(links, GBIT).sentences())
                .filteredOn(sentence -> sentence.contains(" slow "))
                .containsExactly(
                        "the link from rank 1 (node1) to rank 0 (node0) is slow alone: 0.200 Gbit/s, back 0.950; "
                                + "usual is 0.950");
    }

    @Test
    void shouldSayWhoIsFarWithoutFailing() {
        final List<Link> far = Matrices.onHosts(6, (from, to) -> 0.95).all().stream()
                .map(link -> new Link(
                        link.from(),
                        link.to(),
                        link.transport(),
                        true,
                        link.from() == 4 || link.to() == 4 ? 400 : 20,
                        link.gbit(),
                        link.gbitOfRounds()))
                .toList();
        final Links links = new Links(List.of(0, 1, 2, 3, 4, 5), List.of("a", "b", "c", "d", "e", "f"), far);
        assertThat(new Diagnosis(links, GBIT).failed()).isFalse();
        assertThat(new Diagnosis(links, GBIT).sentences())
                .contains("rank 4 (e) is far: median 400.0 us to the others; usual is 20.00 us");
    }
}
