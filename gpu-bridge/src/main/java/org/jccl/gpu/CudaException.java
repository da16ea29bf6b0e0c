// SPDX-License-Identifier: Apache-2.0
package org.jccl.gpu;

import org.jccl.error.CollectiveException;

/** A call of the CUDA driver's has failed; the message names the call and CUDA's error. */
public final class CudaException extends CollectiveException {
    private static final long serialVersionUID = 1L;

    private final int code;

    CudaException(final String message, final int code) {
        super(message);
        this.code = code;
    }

    /** CUDA's number of the error, as in {@code CUresult}. */
    public int code() {
        return code;
    }
}
