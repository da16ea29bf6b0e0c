// SPDX-License-Identifier: Apache-2.0
package org.jccl.gpu;

import org.jccl.CollectiveRequest;
import org.jccl.Communicator;
import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.jccl.ReduceOp.Kind;
import org.jccl.buffer.BufferView;
import org.jccl.schedule.Collective;
import org.jccl.testing.DeviceContract;
import org.jccl.testing.Exercise;
import org.jccl.testing.Exercises;
import org.jccl.testing.TestDevice;

/**
 * What {@link DirectProcessesTest} runs as a process: all collectives with buffers on a device; or {@code loop}, for ever; or
 * {@code renew}, one on a stream after the other, each with a new buffer; or {@code late}, the first while a stream waits.
 */
final class DirectRank {
    private static final int ROUNDS = 20;

    private DirectRank() {}

    public static void main(final String[] arguments) throws Exception {
        try (Communicator communicator = Communicator.builder().build()) {
            final int device = Integer.parseInt(arguments[0]) == 0 ? 0 : communicator.rank() % 2;
            if (arguments.length > 1) {
                switch (arguments[1]) {
                    case "loop" -> loop(communicator, device);
                    case "renew" -> renew(communicator, device);
                    default -> findOutLate(communicator, device);
                }
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

    /** CUDA gives the address of a buffer that was freed to the next. */
    private static void renew(final Communicator communicator, final int device) {
        try (DeviceStream stream = DeviceStream.create(device);
                StreamWork work = new StreamWork(stream, 2 * ROUNDS)) {
            for (int round = 0; round < ROUNDS; round++) {
                try (DeviceBuffer buffer = DeviceBuffer.allocate(device, 1031, DataType.INT32)) {
                    final BufferView view = buffer.view(stream);
                    work.write(buffer, round, communicator.rank() + round);
                    communicator.allReduceAsync(view, view, ReduceOp.MAX);
                    work.read(buffer, ROUNDS + round);
                    work.synchronize();
                    if (work.value(ROUNDS + round) != communicator.size() - 1 + round) {
                        throw new AssertionError("round " + round + ": " + work.value(ROUNDS + round));
                    }
                }
            }
        }
    }

    /** The stream of rank 0 waits for what rank 1 sends after the first collective. */
    private static void findOutLate(final Communicator communicator, final int device) {
        try (DeviceStream stream = DeviceStream.create(device);
                DeviceBuffer sent = DeviceBuffer.allocate(device, 1031, DataType.INT32);
                DeviceBuffer reduced = DeviceBuffer.allocate(device, 1031, DataType.INT32)) {
            final boolean receives = communicator.rank() == 0;
            final CollectiveRequest received = receives ? communicator.receiveAsync(sent.view(stream), 1) : null;
            communicator.allReduce(reduced.view(), reduced.view(), ReduceOp.MAX);
            if (receives) {
                received.await();
            } else {
                communicator.send(sent.view(), 0);
            }
        }
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
