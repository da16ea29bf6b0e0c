// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.machine;

import java.util.List;
import java.util.Locale;
import org.jccl.gpu.CudaBridge;
import org.jccl.gpu.CudaDevice;

/** The CUDA devices of this machine. */
final class DeviceInspection {
    private static final double GIB = 1 << 30;

    List<Finding> findings() {
        return findings(CudaBridge.unavailable(), CudaBridge.devices());
    }

    static List<Finding> findings(final String unavailable, final List<CudaDevice> devices) {
        return unavailable == null
                ? devices.stream().map(DeviceInspection::device).toList()
                : List.of(new Finding("cuda", "no device buffers here", unavailable));
    }

    private static Finding device(final CudaDevice device) {
        return Finding.fine(
                "cuda " + device.ordinal(),
                String.format(
                        Locale.ROOT,
                        "%s, %.1f GiB, compute capability %s, PCI %s, %s",
                        device.name(),
                        device.memoryBytes() / GIB,
                        device.computeCapability(),
                        device.pciBusId(),
                        device.peers().isEmpty()
                                ? "reaches no other's memory"
                                : "reaches the memory of " + device.peers()));
    }
}
