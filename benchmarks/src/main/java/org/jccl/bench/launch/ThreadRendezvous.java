// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.launch;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.jccl.bootstrap.Rendezvous;
import org.jccl.error.CollectiveTimeoutException;
import org.jccl.error.CommunicatorAbortedException;

/** Where ranks that are threads of this process find each other. For one communicator. */
public final class ThreadRendezvous implements Rendezvous {
    private final AtomicReferenceArray<byte[]> said;
    private final CyclicBarrier allCame;

    /** For that many ranks. */
    public ThreadRendezvous(final int ranks) {
        said = new AtomicReferenceArray<>(ranks);
        allCame = new CyclicBarrier(ranks);
    }

    @Override
    public List<byte[]> allGather(final byte[] mine, final int rank, final int size, final Duration timeout) {
        said.set(rank, mine);
        try {
            allCame.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (final TimeoutException | BrokenBarrierException tooFew) {
            throw new CollectiveTimeoutException("not all of the " + size + " threads came within " + timeout, tooFew);
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CommunicatorAbortedException("interrupted while waiting for the other threads", interrupted);
        }
        return IntStream.range(0, size).mapToObj(said::get).toList();
    }
}
