// SPDX-License-Identifier: Apache-2.0
package org.jccl.dl4j;

import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.vertex.BaseWrapperVertex;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.impl.FrozenVertex;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Does what the vertex behind it does, and tells when it has been back-propagated. */
final class TapVertex extends BaseWrapperVertex {
    private static final long serialVersionUID = 1L;

    private final transient Runnable whenBackpropagated;

    TapVertex(final GraphVertex own, final Runnable whenBackpropagated) {
        super(own);
        this.whenBackpropagated = whenBackpropagated;
    }

    /** The graph looks for frozen vertices by their class, and does not back-propagate those. */
    static boolean canStandFor(final GraphVertex vertex) {
        return !(vertex instanceof FrozenVertex);
    }

    @Override
    public Pair<Gradient, INDArray[]> doBackward(final boolean truncated, final LayerWorkspaceMgr workspaces) {
        final Pair<Gradient, INDArray[]> result = underlying.doBackward(truncated, workspaces);
        whenBackpropagated.run();
        return result;
    }
}
