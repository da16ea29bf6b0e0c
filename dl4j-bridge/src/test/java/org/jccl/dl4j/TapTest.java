// SPDX-License-Identifier: Apache-2.0
package org.jccl.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Sgd;

/** What overlap rests on: a layer's part of the gradient is final when its tap is heard. */
@Tag("nd4j")
@Timeout(120)
class TapTest {
    /** Listens to one back-propagation, and holds what it heard against what came of it. */
    private static final class Witness extends BaseTrainingListener {
        private final Replica replica;
        private final Map<Long, INDArray> heard = new LinkedHashMap<>();

        Witness(final Replica replica) {
            this.replica = replica;
            replica.model().addListeners(this);
        }

        @Override
        public void onForwardPass(final Model model, final List<INDArray> activations) {
            replica.tap(this::hear);
        }

        @Override
        public void onForwardPass(final Model model, final Map<String, INDArray> activations) {
            replica.tap(this::hear);
        }

        private void hear(final long offset) {
            heard.put(offset, from(offset).dup().detach());
        }

        private INDArray from(final long offset) {
            final INDArray vector = Gradients.vector(replica.gradient());
            return Gradients.part(vector, offset, vector.length() - offset);
        }

        @Override
        public void onBackwardPass(final Model model) {
            replica.untap();
        }

        @Override
        public void onGradientCalculation(final Model model) {
            heard.forEach((offset, part) -> assertThat(part).isEqualTo(from(offset)));
        }

        List<Long> offsets() {
            return new ArrayList<>(heard.keySet());
        }
    }

    private static Witness witness(final MultiLayerNetwork network) {
        final Witness witness = new Witness(new NetworkReplica(network));
        network.fit(Networks.data(16));
        return witness;
    }

    @Test
    void shouldHearOfLayersFromTheLastToTheFirst() {
        assertThat(witness(Networks.dense(1)).offsets()).containsExactly(740L + 252, 740L, 0L);
    }

    @Test
    void shouldHearOfLayersBehindPreprocessors() {
        assertThat(witness(Networks.convolutional(1)).offsets()).hasSize(3).endsWith(0L);
    }

    @Test
    void shouldHearNothingOfLayersThatAreFrozen() {
        final MultiLayerNetwork network = Networks.layers(
                Networks.builder(1, new Sgd(0.1)),
                new FrozenLayer(new DenseLayer.Builder().nOut(20).build()),
                new DenseLayer.Builder().nOut(12).build());
        assertThat(witness(network).offsets()).containsExactly(740L + 252, 740L);
    }

    @Test
    void shouldHearOfVerticesFromTheLastToTheFirst() {
        final ComputationGraph graph = Networks.graph(1);
        final Witness witness = new Witness(new GraphReplica(graph));
        graph.fit(Networks.data(16));
        assertThat(witness.offsets()).containsExactly(740L + 420, 740L, 0L);
        assertThat(graph.getVertices()).noneMatch(TapVertex.class::isInstance);
    }
}
