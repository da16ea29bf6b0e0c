// SPDX-License-Identifier: Apache-2.0
package org.jccl.gpu;

import org.jccl.Communicator;
import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.jccl.ReduceOp.Kind;
import org.jccl.schedule.Collective;
import org.jccl.testing.DeviceContract;
import org.jccl.testing.Exercise;
import org.jccl.testing.Exercises;
import org.jccl.testing.TestDevice;

/** What {@link DirectProcessesTest} runs as a process: all collectives with buffers on a device; or {@code loop}, for ever. */
final class DirectRank {
    private DirectRank() {}

    public static void main(final String[] arguments) throws Exception {
        try (Communicator communicator = Communicator.builder().build()) {
            final int device = Integer.parseInt(arguments[0]) == 0 ? 0 : communicator.rank() % 2;
            if (arguments.length > 1) {
                loop(communicator, device);
            } else {
                try (TestDevice there = new CudaTestDevice(device)) {
                    DeviceContract.run(communicator, there, exercises(communicator.size())::run);
                }
            }
        }
    }

    private static Exercises exercises(final int size) {
        final Exercises exercises = new Exercises();
        for (final Collective collective : Collective.values()) {
            if (collective == Collective.BARRIER || collective == Collective.SEND || collective == Collective.RECEIVE) {
                continue;
            }
            for (final long count : new long[] {0, 1, 1_031, 131_075, 1_500_007}) {
                final DataType type = DataType.values()[(int) (count + collective.ordinal()) % 12];
                exercises.add(Exercise.of(collective, type, Kind.SUM, size, (int) count % size, count));
            }
        }
        return exercises;
    }

    private static void loop(final Communicator communicator, final int device) {
        try (DeviceBuffer buffer = DeviceBuffer.allocate(device, 1_000_003, DataType.INT32)) {
            for (int i = 0; ; i++) {
                communicator.allReduce(buffer.view(), buffer.view(), ReduceOp.MAX);
                if (i == 3) {
                    System.out.println("running");
                }
            }
        }
    }
}
