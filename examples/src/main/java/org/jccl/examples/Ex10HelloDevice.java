// SPDX-License-Identifier: Apache-2.0
package org.jccl.examples;

import java.util.Arrays;
import org.jccl.CollectiveRequest;
import org.jccl.Communicator;
import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.jccl.buffer.BufferView;
import org.jccl.gpu.CudaBridge;
import org.jccl.gpu.DeviceBuffer;
import org.jccl.gpu.DeviceStream;

/**
 * The same sum in the memory of a CUDA device, put on a stream so that the call returns at once. Where there is no device
 * it says why, and adds in the memory of the host.
 */
public final class Ex10HelloDevice {
    private static final int COUNT = 1_000;

    private Ex10HelloDevice() {}

    /** Needs no arguments. */
    public static void main(final String[] args) {
        try (Communicator world = Communicator.builder().build()) {
            final float[] values = new float[COUNT];
            Arrays.fill(values, world.rank() + 1);
            final String place = sum(world, values);
            System.out.println(
                    "rank " + world.rank() + " of " + world.size() + ": the sum is " + values[0] + ", formed " + place);
        }
    }

    private static String sum(final Communicator world, final float[] values) {
        final String unavailable = CudaBridge.unavailable();
        if (unavailable != null) {
            world.allReduce(values, ReduceOp.SUM);
            return "on the host: " + unavailable;
        }
        final int device = world.rank() % CudaBridge.devices().size();
        try (DeviceBuffer buffer = DeviceBuffer.allocate(device, values.length, DataType.FLOAT32);
                DeviceStream stream = DeviceStream.create(device)) {
            buffer.copyFrom(BufferView.of(values));
            final BufferView view = buffer.view(stream);
            final CollectiveRequest request = world.allReduceAsync(view, view, ReduceOp.SUM);
            // a kernel that is put on the stream here would see the sum; the processor has to wait for it
            request.await();
            buffer.copyTo(BufferView.of(values));
            return "on device " + device;
        }
    }
}
