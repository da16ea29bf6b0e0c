// SPDX-License-Identifier: Apache-2.0
package org.jccl.dl4j;

import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.jccl.Communicator;
import org.jccl.ReduceOp;
import org.jccl.nd4j.NdArrays;

/** Lets ranks take steps of their own, and every so many averages where they have come to, and what updaters remember. */
final class ParameterAveraging extends BaseTrainingListener {
    private final Communicator world;
    private final Replica replica;
    private final Agreement agreement;
    private final int period;
    private int steps;

    ParameterAveraging(final Communicator world, final Replica replica, final Agreement agreement, final int period) {
        this.world = world;
        this.replica = replica;
        this.agreement = agreement;
        this.period = period;
    }

    @Override
    public void iterationDone(final Model model, final int iteration, final int epoch) {
        steps++;
        if (steps == period) {
            average();
        }
    }

    /** Also when the period is not over, so that an epoch ends with one network. */
    @Override
    public void onEpochEnd(final Model model) {
        if (steps > 0) {
            average();
        }
        agreement.check();
    }

    private void average() {
        NdArrays.allReduce(world, replica.model().params(), ReduceOp.AVG);
        if (replica.updaterState() != null) {
            NdArrays.allReduce(world, replica.updaterState(), ReduceOp.AVG);
        }
        steps = 0;
    }
}
