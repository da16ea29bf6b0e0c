// SPDX-License-Identifier: Apache-2.0
package org.jccl.testing;

import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.jccl.CommunicatorBuilder;

/** What every contract knows about its subject. */
interface OverTransport {
    /** Which transport the ranks use. */
    String transport();

    /** What every builder goes through, for settings that a subclass needs. */
    default UnaryOperator<CommunicatorBuilder> configure() {
        return UnaryOperator.identity();
    }

    /** Runs ranks as threads over the transport. */
    default void spawn(final int size, final Ranks.Body body) {
        spawn(size, configure(), body);
    }

    /** Runs ranks as threads over the transport, whose builders went through {@code configured}. */
    default void spawn(final int size, final UnaryOperator<CommunicatorBuilder> configured, final Ranks.Body body) {
        Ranks.spawn(size, transport(), configured, body);
    }

    /** Element counts at which implementations err: none, one, around the number of ranks, primes, over a segment. */
    static long[] edgeCounts(final int size) {
        return LongStream.of(0, 1, size - 1, size, size + 1, 31, 1031, 128 * 1024 + 3)
                .distinct()
                .toArray();
    }
}
