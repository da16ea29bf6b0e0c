// SPDX-License-Identifier: Apache-2.0
package org.jccl.gpu;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jcuda.driver.CUipcMem_flags;
import jcuda.driver.JCudaDriver;
import org.jccl.buffer.Memory;

/**
 * Where this device finds memory of other processes and of other devices: opened when it is first referred to, and then
 * kept, because to open takes a hundred times as long as to use. When its owner has given the address to another
 * allocation, or too many are open, the one that nobody can use any more, or that was not used for longest, is closed; but
 * not while streams wait for operations, see {@link #closeOutdated}. Any thread.
 */
final class ImportedMemory {
    /** More than the operations under way, of all communicators, can be reading from. */
    private static final int MOST_OPEN = 1024;

    private final DeviceContext context;
    /** By whose it is and where it begins there; the one used last is the last. */
    private final Map<Place, Opened> open = new LinkedHashMap<>(16, 0.75f, true);

    /** To be closed. */
    private final List<Opened> outdated = new ArrayList<>();

    private final Map<Integer, Boolean> neighbours = new ConcurrentHashMap<>();

    private record Place(long process, long base) {}

    private record Opened(long identity, DeviceAddress address) {}

    ImportedMemory(final DeviceContext context) {
        this.context = context;
    }

    /** Where a {@link Reference} leads. */
    long resolve(final long reference) {
        final long base = Memory.getLong(reference + Reference.BASE);
        final long offset = Memory.getLong(reference + Reference.OFFSET);
        final long process = Memory.getLong(reference + Reference.PROCESS);
        if (process == Reference.THIS_PROCESS) {
            enable((int) Memory.getLong(reference + Reference.DEVICE));
            requireAlive(base + offset, Memory.getLong(reference + Reference.IDENTITY));
            return base + offset;
        }
        return open(new Place(process, base), reference) + offset;
    }

    /**
     * Whose call has failed may free its memory before this rank hears of it. What another process frees stays as long as it
     * is open here; what this one frees is gone, and to read there would cost all ranks of the process their device.
     */
    private void requireAlive(final long address, final long identity) {
        if (ExportedMemory.identity(context, address) != identity) {
            throw new CudaException("memory of a rank of this process was freed before it was read", 0);
        }
    }

    /** Another device of this process. */
    private void enable(final int device) {
        if (device != context.ordinal()) {
            neighbours.computeIfAbsent(device, other -> {
                context.enablePeer(DeviceContext.of(other));
                return true;
            });
        }
    }

    private synchronized long open(final Place place, final long reference) {
        final long identity = Memory.getLong(reference + Reference.IDENTITY);
        final Opened known = open.get(place);
        if (known != null && known.identity == identity) {
            return known.address.number();
        }
        if (known != null) {
            outdated.add(open.remove(place));
        } else if (open.size() == MOST_OPEN) {
            final Place oldest = open.keySet().iterator().next();
            outdated.add(open.remove(oldest));
        }
        closeOutdated();
        final byte[] handle = new byte[IpcHandle.BYTES];
        Memory.copy(null, reference + Reference.HANDLE, handle, Memory.arrayOffset(byte[].class), IpcHandle.BYTES);
        final DeviceAddress address = new DeviceAddress();
        context.call(
                "cuIpcOpenMemHandle on device " + context.ordinal()
                        + " (processes in containers must share the host's IPC and PID namespaces)",
                () -> JCudaDriver.cuIpcOpenMemHandle(
                        address, IpcHandle.of(handle), CUipcMem_flags.CU_IPC_MEM_LAZY_ENABLE_PEER_ACCESS));
        open.put(place, new Opened(identity, address));
        return address.number();
    }

    /**
     * To close one waits for all that the device has to do, and so, while a stream waits for the very operation that finds
     * something new, for ever: then it is left to the next call that takes its turn on a stream when none waits.
     */
    synchronized void closeOutdated() {
        if (!outdated.isEmpty() && StreamGates.whileNoneIsTaken(() -> outdated.forEach(this::close))) {
            outdated.clear();
        }
    }

    private void close(final Opened gone) {
        // its owner may have ended, which closes it too
        context.succeeds(() -> JCudaDriver.cuIpcCloseMemHandle(gone.address));
    }
}
