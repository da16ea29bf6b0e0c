// SPDX-License-Identifier: Apache-2.0
package org.jccl.dl4j;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A {@link MultiLayerNetwork}. There is no listener for a single layer's gradient; but after each layer the network asks
 * that layer's preprocessor, if there is one, to back-propagate, and by then the gradient is there. So during
 * back-propagation, and only then, each layer has one, around its own if it has one.
 */
final class NetworkReplica implements Replica {
    private final MultiLayerNetwork network;
    private Map<Integer, InputPreProcessor> own;

    NetworkReplica(final MultiLayerNetwork network) {
        this.network = network;
    }

    @Override
    public Model model() {
        return network;
    }

    @Override
    public INDArray gradient() {
        if (network.getGradientsViewArray() == null) {
            network.initGradientsView();
        }
        return network.getGradientsViewArray();
    }

    @Override
    public INDArray updaterState() {
        return network.getUpdater().getStateViewArray();
    }

    @Override
    public String configuration() {
        return network.getLayerWiseConfigurations().toJson();
    }

    @Override
    public int iterations() {
        return network.getIterationCount();
    }

    @Override
    public int epochs() {
        return network.getEpochCount();
    }

    @Override
    public void resumeAt(final int iterations, final int epochs) {
        network.getLayerWiseConfigurations().setIterationCount(iterations);
        network.getLayerWiseConfigurations().setEpochCount(epochs);
    }

    @Override
    public void score(final double score) {
        network.setScore(score);
    }

    @Override
    public List<Layer> layers() {
        return Arrays.asList(network.getLayers());
    }

    @Override
    public void tap(final LongConsumer finalFrom) {
        untap();
        own = network.getLayerWiseConfigurations().getInputPreProcessors();
        final Map<Integer, InputPreProcessor> taps = new HashMap<>(own);
        for (int index = 0; index < network.getnLayers(); index++) {
            final long offset = Gradients.offset(gradient(), network.getLayer(index));
            if (offset >= 0) {
                taps.put(index, new TapPreProcessor(own.get(index), () -> finalFrom.accept(offset)));
            }
        }
        network.getLayerWiseConfigurations().setInputPreProcessors(taps);
    }

    @Override
    public void untap() {
        if (own != null) {
            network.getLayerWiseConfigurations().setInputPreProcessors(own);
            own = null;
        }
    }
}
