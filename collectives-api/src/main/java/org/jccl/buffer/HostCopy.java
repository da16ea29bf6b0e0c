// SPDX-License-Identifier: Apache-2.0
package org.jccl.buffer;

/** Arrays and native memory: copied by the processor, at once. */
final class HostCopy implements CopyEngine {
    static final HostCopy INSTANCE = new HostCopy();

    private HostCopy() {}

    @Override
    public long load(final Object base, final long source, final long address, final long bytes) {
        Memory.copy(base, source, null, address, bytes);
        return DONE;
    }

    @Override
    public long store(final long address, final Object base, final long destination, final long bytes) {
        Memory.copy(null, address, base, destination, bytes);
        return DONE;
    }

    @Override
    public boolean isDone(final long ticket) {
        return true;
    }
}
