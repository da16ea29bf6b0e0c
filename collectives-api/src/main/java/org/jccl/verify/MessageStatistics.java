// SPDX-License-Identifier: Apache-2.0
package org.jccl.verify;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import org.jccl.schedule.Schedule;
import org.jccl.schedule.Shape;
import org.jccl.verify.DependencyGraph.Reason;

/**
 * What the schedules of all ranks cost in messages, counted rather than claimed.
 *
 * @param rounds the longest chain of messages, each of which must have arrived before the next can leave, because of the
 *     data it carries or because a step says {@code after}
 * @param bytesSent how much the busiest rank sends, as a multiple of the collective's size, all chunks being equal
 * @param messages how many messages all ranks send together
 */
public record MessageStatistics(int rounds, double bytesSent, long messages) {
    /** Buffers could take away all other reasons to wait. */
    private static final Set<Reason> DEPENDENCE =
            EnumSet.of(Reason.DURATION, Reason.DATA, Reason.AFTER, Reason.TRANSFER);

    /**
     * Counts.
     *
     * @throws IllegalArgumentException if the schedules are so broken that there is nothing to count
     */
    public static MessageStatistics of(final Shape shape, final IntFunction<? extends Schedule> schedules) {
        final Joined joined = Joined.of(shape, schedules);
        return count(joined.all(), joined.links(), joined.graph().depths(joined.order(), DEPENDENCE));
    }

    private static MessageStatistics count(final AllSteps all, final List<List<Message>> links, final int[] depths) {
        int rounds = 0;
        for (final int depth : depths) {
            rounds = Math.max(rounds, depth);
        }
        final long[] chunksSent = new long[all.shape().size()];
        long messages = 0;
        long busiest = 0;
        for (final List<Message> link : links) {
            for (final Message message : link) {
                final int rank = message.sender().rank();
                chunksSent[rank] += message.sender().source().length;
                busiest = Math.max(busiest, chunksSent[rank]);
                messages++;
            }
        }
        return new MessageStatistics(rounds, (double) busiest / all.chunks(), messages);
    }
}
