// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jccl.spi.Candidates;
import org.jccl.testing.RankThreads;

/** All ranks of a job in this process, each with its own endpoint on loopback. */
final class Job implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(20);

    final List<Endpoint> endpoints;

    /** What one rank holds of a communicator. */
    record Member(ControlGroup group, RecordingListener listener) {}

    Job(final int size, final String... settings) {
        endpoints = Stream.generate(() -> Endpoints.open(settings)).limit(size).toList();
    }

    Candidates[] peers() {
        return endpoints.stream().map(Endpoint::candidates).toArray(Candidates[]::new);
    }

    /** Every rank joins, all at the same time. */
    List<Member> join(final long communicator) {
        final Candidates[] peers = peers();
        return RankThreads.run(peers.length, PATIENCE, rank -> join(communicator, rank, peers));
    }

    Member join(final long communicator, final int rank, final Candidates[] peers) {
        final RecordingListener listener = new RecordingListener();
        return new Member(endpoints.get(rank).join(communicator, rank, peers, listener, PATIENCE), listener);
    }

    static IntStream others(final int size, final int... without) {
        return IntStream.range(0, size).filter(rank -> IntStream.of(without).noneMatch(excluded -> excluded == rank));
    }

    @Override
    public void close() {
        endpoints.parallelStream().forEach(Endpoint::close);
    }
}
