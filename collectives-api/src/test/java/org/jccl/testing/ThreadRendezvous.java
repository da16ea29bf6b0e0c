// SPDX-License-Identifier: Apache-2.0
package org.jccl.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jccl.bootstrap.Rendezvous;
import org.jccl.error.CollectiveTimeoutException;

/** One all-gather among the threads of one JVM; the same object serves all ranks of one communicator, once. */
public final class ThreadRendezvous implements Rendezvous {
    private final byte[][] said;
    private final CountDownLatch missing;

    /** For that many ranks. */
    public ThreadRendezvous(final int size) {
        said = new byte[size][];
        missing = new CountDownLatch(size);
    }

    @Override
    public List<byte[]> allGather(final byte[] mine, final int rank, final int size, final Duration timeout) {
        synchronized (said) {
            said[rank] = mine.clone();
        }
        missing.countDown();
        try {
            if (!missing.await(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new CollectiveTimeoutException(
                        "ranks " + absent() + " of " + size + " did not come in " + timeout);
            }
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CollectiveTimeoutException("interrupted while ranks " + absent() + " were missing");
        }
        synchronized (said) {
            return List.copyOf(Arrays.asList(said));
        }
    }

    private List<Integer> absent() {
        final List<Integer> ranks = new ArrayList<>();
        synchronized (said) {
            for (int rank = 0; rank < said.length; rank++) {
                if (said[rank] == null) {
                    ranks.add(rank);
                }
            }
        }
        return ranks;
    }
}
