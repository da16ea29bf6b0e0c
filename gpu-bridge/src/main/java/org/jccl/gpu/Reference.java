// SPDX-License-Identifier: Apache-2.0
package org.jccl.gpu;

import java.security.SecureRandom;

/**
 * How a place in a device's memory is told to another process of the host.
 *
 * <pre>
 *   0    process   a random number that its process chose, so that a rank of the same process needs no handle
 *   8    identity  CUDA's number of the allocation in that process, never given twice
 *   16   base      where the allocation begins there
 *   24   offset    the place's distance from it
 *   32   device    its ordinal there
 *   40   handle    CUDA's for other processes, 64 bytes
 * </pre>
 */
final class Reference {
    static final int PROCESS = 0;
    static final int IDENTITY = 8;
    static final int BASE = 16;
    static final int OFFSET = 24;
    static final int DEVICE = 32;
    static final int HANDLE = 40;

    static final long THIS_PROCESS = new SecureRandom().nextLong();

    private Reference() {}
}
