// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.machine;

import java.util.Locale;

/**
 * Where a run took place: what a result means nothing without.
 *
 * @param cores that this process may use
 * @param cpu the model
 * @param jdk vendor and version
 * @param kernel the operating system's name, version and architecture
 * @param nativeKernels whether reductions run in the native library
 * @param kernels which kernels were chosen
 * @param coreToCoreNs one way of a cache line between two cores; NaN where there is one core. On a virtual machine it
 *     flips by an order of magnitude when the host moves a virtual CPU, and shared-memory figures with it
 */
public record Machine(
        int cores, String cpu, String jdk, String kernel, boolean nativeKernels, String kernels, double coreToCoreNs) {
    /** One line. */
    public String summary() {
        return String.format(
                Locale.ROOT,
                "%d x %s, JDK %s, %s, kernels %s, core to core %.0f ns one way",
                cores,
                cpu,
                jdk,
                kernel,
                kernels,
                coreToCoreNs);
    }
}
