// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jccl.control.Question;
import org.jccl.control.Subject;
import org.jccl.observe.JobRecords;
import org.jccl.observe.JobStatus;
import org.jccl.observe.RankStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells somebody from outside what all ranks of a communicator do, or remember. Confined to the control thread. */
final class Overview implements Subject {
    private static final Logger LOG = LoggerFactory.getLogger(Overview.class);

    private final String communicator;
    private final Membership membership;
    private final Surveys surveys;

    Overview(final String communicator, final Membership membership, final Surveys surveys) {
        this.communicator = communicator;
        this.membership = membership;
        this.surveys = surveys;
    }

    @Override
    public Supplier<String> ask(final Question question, final Runnable ready) {
        final int number = surveys.begin(question, ready);
        return () -> {
            final Map<Integer, byte[]> answers = surveys.end(number);
            return question == Question.STATUS ? status(answers) : records(answers);
        };
    }

    private String status(final Map<Integer, byte[]> answers) {
        final Map<Integer, RankStatus> ranks = new HashMap<>();
        answers.forEach((rank, bytes) -> {
            try {
                ranks.put(rank, RankStatus.decode(bytes));
            } catch (final IOException unreadable) {
                LOG.warn(
                        "'{}' on rank {}: rank {} says what it does in a way that cannot be read: {}",
                        communicator,
                        membership.rank(),
                        rank,
                        unreadable.toString());
            }
        });
        return new JobStatus(
                        communicator,
                        membership.number(),
                        membership.rank(),
                        membership.size(),
                        hosts(),
                        rank -> membership.introductions().get(rank).where(),
                        ranks)
                .text();
    }

    private int hosts() {
        return (int) membership.introductions().stream()
                .map(Introduction::host)
                .distinct()
                .count();
    }

    private String records(final Map<Integer, byte[]> answers) {
        final JobRecords records = new JobRecords(communicator, membership.number(), membership.size());
        answers.forEach((rank, bytes) -> records.add(rank, new String(bytes, StandardCharsets.UTF_8)));
        return records.text();
    }
}
