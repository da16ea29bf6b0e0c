// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jccl.gpu.CudaBridge;
import org.jccl.gpu.CudaDevice;

/** The CUDA driver and devices of this machine. */
final class DeviceInspection {
    private static final double GIB = 1 << 30;

    private final SystemFiles files;

    DeviceInspection(final SystemFiles files) {
        this.files = files;
    }

    List<Finding> findings() {
        return findings(CudaBridge.unavailable(), CudaBridge.driverVersion(), CudaBridge.devices());
    }

    List<Finding> findings(final String unavailable, final String driver, final List<CudaDevice> devices) {
        if (unavailable != null) {
            return List.of(new Finding("cuda", "no device buffers here", unavailable));
        }
        final List<Finding> findings = new ArrayList<>();
        findings.add(Finding.fine("cuda", "driver for CUDA " + driver));
        devices.forEach(device -> findings.add(device(device)));
        return findings;
    }

    private Finding device(final CudaDevice device) {
        final PciLink link = PciLink.of(files, device.pciBusId());
        return new Finding(
                "cuda " + device.ordinal(),
                String.format(
                        Locale.ROOT,
                        "%s, %.1f GiB, compute capability %s, PCI %s, %s, %s",
                        device.name(),
                        device.memoryBytes() / GIB,
                        device.computeCapability(),
                        device.pciBusId(),
                        link.summary(),
                        device.peers().isEmpty()
                                ? "reaches no other's memory"
                                : "reaches the memory of " + device.peers()),
                link.isNarrow() ? "fewer lanes than the device has: another slot may have them all" : null);
    }
}
