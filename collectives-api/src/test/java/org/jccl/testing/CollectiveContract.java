// SPDX-License-Identifier: Apache-2.0
package org.jccl.testing;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;

/**
 * What a {@link org.jccl.Communicator} promises, whatever carries its bytes. Every transport's tests extend this and
 * name the transport; the ranks are threads of this JVM.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
public abstract class CollectiveContract
        implements AlgorithmContract,
                MovementContract,
                ReductionContract,
                RequestContract,
                GroupContract,
                PointToPointContract,
                ConcurrencyContract,
                PriorityContract,
                TrafficContract,
                UsageContract,
                FailureContract,
                RecoveryContract,
                GrowthContract {
    /** For subclasses. */
    protected CollectiveContract() {}

    @Override
    public abstract String transport();
}
