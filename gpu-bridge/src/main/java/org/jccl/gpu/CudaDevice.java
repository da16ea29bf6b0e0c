// SPDX-License-Identifier: Apache-2.0
package org.jccl.gpu;

import java.util.List;

/**
 * What the driver says of a device.
 *
 * @param ordinal its number in this process
 * @param name as its vendor calls it
 * @param memoryBytes how much memory it has
 * @param computeCapability such as {@code 9.0}
 * @param pciBusId where it is plugged in, such as {@code 0000:3b:00.0}
 * @param peers ordinals of the devices whose memory it can reach directly
 */
public record CudaDevice(
        int ordinal, String name, long memoryBytes, String computeCapability, String pciBusId, List<Integer> peers) {}
