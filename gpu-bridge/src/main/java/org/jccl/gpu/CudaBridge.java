// SPDX-License-Identifier: Apache-2.0
package org.jccl.gpu;

import java.util.List;
import jcuda.driver.JCudaDriver;

/**
 * Device buffers through the CUDA driver. Nothing of CUDA is loaded before something here, or of {@link DeviceBuffer}, is
 * called; where there is no driver everything else of this library works. Any thread.
 */
public final class CudaBridge {
    private CudaBridge() {}

    /** Why device buffers cannot be used, in one sentence with advice, or null if they can. */
    public static String unavailable() {
        return Driver.unavailable();
    }

    /** The newest CUDA that the driver supports, such as {@code 12.6}; {@code none} where there is no driver. */
    public static String driverVersion() {
        return Driver.unavailable() == null ? Driver.version() : "none";
    }

    /** The devices of this process, as {@code CUDA_VISIBLE_DEVICES} shows them; none where there is no driver. */
    public static List<CudaDevice> devices() {
        return Driver.unavailable() == null ? Driver.devices() : List.of();
    }

    /** How much memory of a device nobody has, of all processes that use it. */
    public static long freeBytes(final int device) {
        final long[] free = new long[1];
        DeviceContext.of(device).call("cuMemGetInfo", () -> JCudaDriver.cuMemGetInfo(free, new long[1]));
        return free[0];
    }
}
