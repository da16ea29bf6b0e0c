// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.time.Duration;
import org.jccl.Recovery;
import org.jccl.error.InvalidUsageException;
import org.jccl.spi.Settings;
import org.jccl.traffic.Traffic;

/**
 * What a communicator was built with, and its splits inherit.
 *
 * @param name what messages call it
 * @param timeoutNs deadline of every wait
 * @param transport a transport's name, or {@code auto}
 * @param rules algorithm rules
 * @param settings tunables
 * @param traffic what this rank knows of its own
 * @param recovery what it came out of, or null
 */
record CommunicatorOptions(
        String name,
        long timeoutNs,
        String transport,
        String rules,
        Settings settings,
        Traffic traffic,
        Recovery recovery) {
    /** Refuses what is no deadline. */
    static Duration requirePositive(final Duration timeout) {
        if (timeout == null || timeout.isNegative() || timeout.isZero()) {
            throw new InvalidUsageException("timeout " + timeout + " is not positive");
        }
        return timeout;
    }

    /** What begins a line of the log about a rank of it, so that the line can be understood alone. */
    String on(final int rank, final int size) {
        return "'" + name + "' on rank " + rank + " of " + size;
    }

    CommunicatorOptions named(final String newName) {
        return new CommunicatorOptions(newName, timeoutNs, transport, rules, settings, traffic, null);
    }

    CommunicatorOptions recovered(final Recovery from) {
        return new CommunicatorOptions(name, timeoutNs, transport, rules, settings, traffic, from);
    }
}
