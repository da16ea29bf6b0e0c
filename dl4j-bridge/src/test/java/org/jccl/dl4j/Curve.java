// SPDX-License-Identifier: Apache-2.0
package org.jccl.dl4j;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.jccl.Communicator;
import org.jccl.testing.Ranks;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** What training came to: the score of each iteration, and the parameters at the end. */
record Curve(List<Double> scores, INDArray parameters) {
    static final int ROWS = 200;
    static final int BATCH = 32;
    static final int EPOCHS = 3;

    /** Sets up what is to be trained on a rank. */
    interface Training<M extends Model> {
        M begin(Communicator world);
    }

    /** One rank, which averages nothing. */
    static <M extends Model> Curve ofOne(final M model) {
        return fit(model, batches());
    }

    /** Each rank's. */
    static <M extends Model> List<Curve> ofRanks(final int ranks, final Training<M> training) {
        return Ranks.call(ranks, "auto", world -> fit(training.begin(world), RankShare.of(batches(), world)));
    }

    /** 200 rows make 6 batches of 32, and a last one of 8. */
    static DataSetIterator batches() {
        return new ListDataSetIterator<>(Networks.data(ROWS).asList(), BATCH);
    }

    static <M extends Model> Curve fit(final M model, final DataSetIterator data) {
        final List<Double> scores = new ArrayList<>();
        model.addListeners(new BaseTrainingListener() {
            @Override
            public void iterationDone(final Model fitted, final int iteration, final int epoch) {
                scores.add(fitted.score());
            }
        });
        if (model instanceof ComputationGraph graph) {
            graph.fit(data, EPOCHS);
        } else {
            ((MultiLayerNetwork) model).fit(data, EPOCHS);
        }
        return new Curve(scores, model.params());
    }
}
