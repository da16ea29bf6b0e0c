// SPDX-License-Identifier: Apache-2.0
package org.jccl.dl4j;

import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Does what the layer's own preprocessor does, or nothing, and tells when the layer has been back-propagated. */
final class TapPreProcessor implements InputPreProcessor {
    private static final long serialVersionUID = 1L;

    private final InputPreProcessor own;
    private final transient Runnable whenBackpropagated;

    TapPreProcessor(final InputPreProcessor own, final Runnable whenBackpropagated) {
        this.own = own;
        this.whenBackpropagated = whenBackpropagated;
    }

    @Override
    public INDArray preProcess(final INDArray input, final int batch, final LayerWorkspaceMgr workspaces) {
        return own == null ? input : own.preProcess(input, batch, workspaces);
    }

    @Override
    public INDArray backprop(final INDArray epsilon, final int batch, final LayerWorkspaceMgr workspaces) {
        whenBackpropagated.run();
        return own == null ? epsilon : own.backprop(epsilon, batch, workspaces);
    }

    /** Not copied: it belongs to one back-propagation of one network. */
    @Override
    @SuppressWarnings("MethodDoesntCallSuperMethod")
    public InputPreProcessor clone() {
        return own == null ? this : own.clone();
    }

    @Override
    public InputType getOutputType(final InputType inputType) {
        return own == null ? inputType : own.getOutputType(inputType);
    }

    @Override
    public Pair<INDArray, MaskState> feedForwardMaskArray(final INDArray mask, final MaskState state, final int batch) {
        return own == null ? new Pair<>(mask, state) : own.feedForwardMaskArray(mask, state, batch);
    }
}
