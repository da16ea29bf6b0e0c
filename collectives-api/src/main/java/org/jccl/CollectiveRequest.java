// SPDX-License-Identifier: Apache-2.0
package org.jccl;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * An operation that was started and not waited for. Any thread may ask; the buffers belong to the operation until it is
 * done. Nothing is allocated by {@link #await}, {@link #isDone} and {@link #restart}.
 */
public interface CollectiveRequest {
    /**
     * Waits for the operation, up to the communicator's deadline, and helps it along meanwhile.
     *
     * @throws org.jccl.error.CollectiveException if the operation failed
     */
    void await();

    /**
     * Waits for the operation up to a time. Running out of time ends only the wait: the operation goes on.
     *
     * @return whether it is done
     * @throws org.jccl.error.CollectiveException if the operation failed
     */
    boolean await(Duration timeout);

    /** Whether it is done, well or not; never blocks. */
    boolean isDone();

    /**
     * Submits the same operation over the same buffers once more, as a call of its own in the order of the lane.
     *
     * @return this
     * @throws org.jccl.error.InvalidUsageException if it is not done yet
     */
    CollectiveRequest restart();

    /** A future that is completed, on a thread of the library, when the operation is done. */
    CompletableFuture<Void> toCompletableFuture();
}
