// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.measure;

import java.util.List;
import java.util.stream.Collectors;
import org.jccl.Communicator;
import org.jccl.DataType;
import org.jccl.buffer.BufferView;
import org.jccl.gpu.CudaBridge;
import org.jccl.gpu.CudaDevice;
import org.jccl.gpu.DeviceBuffer;

/** Memory of CUDA devices; the ranks of a host take the devices in turn. Any thread. */
public final class CudaBuffers implements BufferSource {
    /** Where nobody says which of its host's ranks this is, its number in the job stands for it. */
    public static final int UNKNOWN = -1;

    private final List<CudaDevice> devices;
    private final int localRank;

    private CudaBuffers(final List<CudaDevice> devices, final int localRank) {
        this.devices = devices;
        this.localRank = localRank;
    }

    /**
     * Of the devices of this host.
     *
     * @param ordinals which of them; empty for all
     * @param localRank this rank's number on its host, or {@link #UNKNOWN}
     * @throws IllegalArgumentException if there is no driver, or no such device; the message says why
     */
    public static CudaBuffers of(final List<Integer> ordinals, final int localRank) {
        final String reason = CudaBridge.unavailable();
        if (reason != null) {
            throw new IllegalArgumentException("no buffers on CUDA devices here: " + reason);
        }
        final List<CudaDevice> all = CudaBridge.devices();
        return new CudaBuffers(
                ordinals.isEmpty()
                        ? all
                        : ordinals.stream().map(ordinal -> device(all, ordinal)).toList(),
                localRank);
    }

    private static CudaDevice device(final List<CudaDevice> all, final int ordinal) {
        if (ordinal < 0 || ordinal >= all.size()) {
            throw new IllegalArgumentException(
                    "no CUDA device " + ordinal + " here: there are 0 to " + (all.size() - 1));
        }
        return all.get(ordinal);
    }

    /** The ordinal of a rank's device. */
    int deviceOf(final int rank) {
        return devices.get((localRank == UNKNOWN ? rank : localRank) % devices.size())
                .ordinal();
    }

    @Override
    public Block allocate(final Communicator communicator, final long bytes) {
        final DeviceBuffer memory = DeviceBuffer.allocate(deviceOf(communicator.rank()), bytes, DataType.UINT8);
        return new Block() {
            @Override
            public BufferView view(final long count, final DataType type) {
                return DeviceBuffer.wrap(memory.address(), count, type).view();
            }

            @Override
            public void close() {
                memory.close();
            }
        };
    }

    @Override
    public String description() {
        return "cuda, device = local rank mod " + devices.size() + " of "
                + devices.stream()
                        .map(device -> device.ordinal() + " (" + device.name() + ")")
                        .collect(Collectors.joining(", "));
    }
}
