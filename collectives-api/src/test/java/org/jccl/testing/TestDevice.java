// SPDX-License-Identifier: Apache-2.0
package org.jccl.testing;

/** A device on which the contracts' buffers can lie. One rank's thread. */
public interface TestDevice extends AutoCloseable {
    /** Memory for so many bytes, perhaps none. */
    DeviceMemory allocate(int bytes);

    /** Gives everything back, and fails if something is still under way. */
    @Override
    void close();
}
