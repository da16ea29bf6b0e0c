// SPDX-License-Identifier: Apache-2.0
package org.jccl.gpu;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jccl.buffer.BufferView;
import org.junit.jupiter.api.Assumptions;

/** The driver of {@code src/test/native/pretend_cuda.c}. */
final class Pretended {
    private Pretended() {}

    /** Whether this process finds it; skips the test where it has not been built. */
    static void require() {
        require("libcuda.so.1", "the CUDA driver that pretends has not been built: there is no C compiler");
    }

    /** As the other, and whether that driver has kernels to run. */
    static void requireKernels() {
        require();
        require(
                "libreduce.so",
                "the kernels of the CUDA driver that pretends have not been built: there is no C++ compiler");
    }

    private static void require(final String library, final String otherwise) {
        Assumptions.assumeTrue(
                Files.exists(Path.of(String.valueOf(System.getenv("LD_LIBRARY_PATH")), library)), otherwise);
    }

    static void fill(final DeviceBuffer buffer, final int[] values) {
        buffer.copyFrom(BufferView.of(values));
    }

    static int[] read(final DeviceBuffer buffer) {
        final int[] values = new int[(int) buffer.count()];
        buffer.copyTo(BufferView.of(values));
        return values;
    }
}
