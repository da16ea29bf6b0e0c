// SPDX-License-Identifier: Apache-2.0
package org.jccl.gpu;

/** Device buffers through the CUDA driver: announced, so that asking for it gets an answer. Stateless, any thread. */
public final class CudaBridge {
    private CudaBridge() {}

    /** Why device buffers cannot be used, in one sentence with advice, or null if they can. */
    public static String unavailable() {
        return "this version of JCCL has no device path; copy device buffers to the host, or give a CopyEngine of your own"
                + " to BufferView.wrapDevice";
    }
}
