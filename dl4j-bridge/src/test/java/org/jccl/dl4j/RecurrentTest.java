// SPDX-License-Identifier: Apache-2.0
package org.jccl.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jccl.testing.Ranks;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Truncated back-propagation through time makes several steps of one batch. */
@Tag("nd4j")
@Timeout(120)
class RecurrentTest {
    private static final int STEPS = 12;

    private static MultiLayerNetwork network() {
        final MultiLayerNetwork network = new MultiLayerNetwork(Networks.builder(1, new Adam(0.01))
                .list()
                .layer(new LSTM.Builder().nOut(8).build())
                .layer(new RnnOutputLayer.Builder(LossFunctions.LossFunction.MSE)
                        .nOut(1)
                        .activation(Activation.IDENTITY)
                        .build())
                .backpropType(BackpropType.TruncatedBPTT)
                .tBPTTLength(4)
                .setInputType(InputType.recurrent(2))
                .build());
        network.init();
        return network;
    }

    private static DataSetIterator sequences() {
        final Random random = new Random(3);
        final INDArray features = Nd4j.create(DataType.DOUBLE, 24, 2, STEPS);
        for (long i = 0; i < features.length(); i++) {
            features.putScalar(i, random.nextGaussian());
        }
        return new ListDataSetIterator<>(new DataSet(features, features.sum(true, 1)).asList(), 12);
    }

    @Test
    void shouldFollowTheCurveOfOneProcess() {
        final Curve one = Curve.fit(network(), sequences());
        final List<Curve> ranks = Ranks.call(2, "auto", world -> {
            final MultiLayerNetwork network = network();
            DataParallel.over(world).bucketBytes(100).attach(network);
            return Curve.fit(network, RankShare.of(sequences(), world));
        });
        assertThat(one.scores()).hasSize(2 * 3 * Curve.EPOCHS);
        assertThat(ranks.get(1).parameters()).isEqualTo(ranks.get(0).parameters());
        assertThat(ranks.get(0).parameters().distance1(one.parameters())).isLessThan(1e-9);
    }
}
