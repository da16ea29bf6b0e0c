// SPDX-License-Identifier: Apache-2.0
package org.jccl.dl4j;

import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A {@link ComputationGraph}. There is no listener for a single vertex's gradient, so during back-propagation, and only
 * then, the vertices that have parameters stand behind others that tell when they are done. Back-propagation visits them in
 * the opposite order of the gradient's vector.
 */
final class GraphReplica implements Replica {
    private final ComputationGraph graph;
    private GraphVertex[] own;

    GraphReplica(final ComputationGraph graph) {
        this.graph = graph;
    }

    @Override
    public Model model() {
        return graph;
    }

    @Override
    public INDArray gradient() {
        if (graph.getGradientsViewArray() == null) {
            graph.initGradientsView();
        }
        return graph.getGradientsViewArray();
    }

    @Override
    public INDArray updaterState() {
        return graph.getUpdater().getStateViewArray();
    }

    @Override
    public String configuration() {
        return graph.getConfiguration().toJson();
    }

    @Override
    public int iterations() {
        return graph.getIterationCount();
    }

    @Override
    public int epochs() {
        return graph.getEpochCount();
    }

    @Override
    public void resumeAt(final int iterations, final int epochs) {
        graph.getConfiguration().setIterationCount(iterations);
        graph.getConfiguration().setEpochCount(epochs);
    }

    @Override
    public void score(final double score) {
        graph.setScore(score);
    }

    @Override
    public List<GraphVertex> layers() {
        return Arrays.stream(graph.topologicalSortOrder())
                .mapToObj(index -> graph.getVertices()[index])
                .filter(vertex -> vertex.numParams() > 0)
                .toList();
    }

    @Override
    public void tap(final LongConsumer finalFrom) {
        untap();
        final GraphVertex[] vertices = graph.getVertices();
        own = vertices.clone();
        for (int index = 0; index < vertices.length; index++) {
            final long offset = Gradients.offset(gradient(), own[index]);
            if (offset >= 0 && TapVertex.canStandFor(own[index])) {
                vertices[index] = new TapVertex(own[index], () -> finalFrom.accept(offset));
            }
        }
    }

    @Override
    public void untap() {
        if (own != null) {
            System.arraycopy(own, 0, graph.getVertices(), 0, own.length);
            own = null;
        }
    }
}
