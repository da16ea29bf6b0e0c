// SPDX-License-Identifier: Apache-2.0
package org.jccl.dl4j;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jccl.Communicator;
import org.jccl.error.CollectiveException;

/** A process that trains until something fails, and says what came out of {@code fit}. */
public final class TrainRank {
    private TrainRank() {}

    /** Needs no arguments. */
    public static void main(final String[] args) {
        try (Communicator world = Communicator.builder().build()) {
            final MultiLayerNetwork network = Networks.dense(1);
            DataParallel.over(world).attach(network);
            while (true) {
                network.fit(RankShare.of(Curve.batches(), world));
                System.out.println("epoch " + network.getEpochCount());
            }
        } catch (final CollectiveException failed) {
            System.out.println("fit threw " + failed);
        }
    }
}
