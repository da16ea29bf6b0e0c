// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.gpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jccl.CollectiveRequest;
import org.jccl.Communicator;
import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.jccl.buffer.BufferView;
import org.jccl.gpu.CudaBridge;
import org.jccl.gpu.DeviceBuffer;
import org.jccl.gpu.DeviceStream;

/**
 * One rank of many sums of mixed sizes, put on a stream one behind the other without waiting: are they right, is as much
 * memory free afterwards as before, and are the last as fast as the first. The same batch again and again. One thread.
 */
final class StreamRun implements AutoCloseable {
    static final String OPERATIONS = "operations";
    static final String WRONG = "wrong";
    /** Of the device, whoever has it. */
    static final String DEVICE_LOST = "device_bytes_lost";
    /** Resident memory of the rank that has gained most; pinned memory is always resident. */
    static final String HOST_GAINED = "host_bytes_gained";
    /** Of the first and of the last batches, medians. */
    static final String EARLY = "early_batches";

    static final String LATE = "late_batches";

    private static final int BATCHES = 12;
    private static final int COMPARED = 4;
    /** Long enough for the compiler, whose own memory must not pass for lost. */
    private static final int WARM_UPS = BATCHES / 2;

    /** A driver takes no more than a thousand or so pieces of work that wait; who fills that up waits in a call of the driver's. */
    private static final int MOST_WAITING = 128;

    private static final long SEED = 20;
    /** Small enough for sums of a few ranks to be exact in float32. */
    private static final int VALUES = 1021;

    private final int device;
    private final int most;
    private final Communicator communicator =
            Communicator.builder().name("stream").build();
    private final DeviceBuffer input;
    private final DeviceBuffer output;
    private final DeviceStream stream;
    private final BufferView[] inputs;
    private final BufferView[] outputs;
    private final float[] expected;
    private final float[] actual;
    private long wrong;

    StreamRun(final int device, final int operations, final long bytes) {
        this.device = device;
        this.most = Math.toIntExact(bytes / Float.BYTES);
        input = DeviceBuffer.allocate(device, most, DataType.FLOAT32);
        output = DeviceBuffer.allocate(device, most, DataType.FLOAT32);
        stream = DeviceStream.create(device);
        final int[] counts = counts((operations + BATCHES - 1) / BATCHES);
        inputs = views(input, counts);
        outputs = views(output, counts);
        input.copyFrom(BufferView.of(values(communicator.rank() + 1)));
        final int ranks = communicator.size();
        expected = values(ranks * (ranks + 1) / 2);
        actual = new float[most];
    }

    /** As many small as large ones, the same on all ranks; one has all. */
    private int[] counts(final int operations) {
        final SplittableRandom random = new SplittableRandom(SEED);
        final int[] counts = new int[operations];
        Arrays.setAll(counts, i -> (int) Math.pow(most, random.nextDouble()));
        counts[operations / 2] = most;
        return counts;
    }

    private BufferView[] views(final DeviceBuffer buffer, final int[] counts) {
        return Arrays.stream(counts)
                .mapToObj(count -> buffer.slice(0, count).view(stream))
                .toArray(BufferView[]::new);
    }

    private float[] values(final int factor) {
        final float[] values = new float[most];
        for (int i = 0; i < most; i++) {
            values[i] = i % VALUES * factor;
        }
        return values;
    }

    /** Whether all was right; rank 0 writes the rest. */
    boolean run(final Path json) throws IOException {
        for (int i = 0; i < WARM_UPS; i++) {
            batch();
        }
        final long freeBefore = freeBytes();
        final long residentBefore = residentBytes();
        final double[] times = new double[BATCHES];
        for (int i = 0; i < BATCHES; i++) {
            times[i] = batch();
        }
        final long gained = max(residentBytes() - residentBefore);
        final long lost = freeBefore - freeBytes();
        final long allWrong = max(wrong);
        if (communicator.rank() == 0) {
            write(allWrong, lost, gained, times, json);
        }
        return allWrong == 0;
    }

    /** Nanoseconds until the last has ended. */
    private double batch() {
        output.copyFrom(BufferView.of(new float[most]));
        communicator.barrier();
        final long begin = System.nanoTime();
        for (int i = 0; i < inputs.length; i++) {
            final CollectiveRequest request = communicator.allReduceAsync(inputs[i], outputs[i], ReduceOp.SUM);
            if ((i + 1) % MOST_WAITING == 0 || i + 1 == inputs.length) {
                request.await();
            }
        }
        final long end = System.nanoTime();
        check();
        return end - begin;
    }

    private void check() {
        output.copyTo(BufferView.of(actual));
        for (int i = 0; i < most; i++) {
            wrong += actual[i] == expected[i] ? 0 : 1;
        }
    }

    /** Between two operations of all ranks. */
    private long freeBytes() {
        communicator.barrier();
        final long free = CudaBridge.freeBytes(device);
        communicator.barrier();
        return free;
    }

    private static long residentBytes() throws IOException {
        for (final String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) << 10;
            }
        }
        throw new IOException("/proc/self/status has no VmRSS");
    }

    private long max(final long value) {
        final long[] all = {value};
        final BufferView view = BufferView.of(all);
        communicator.allReduce(view, view, ReduceOp.MAX);
        return all[0];
    }

    private void write(final long allWrong, final long lost, final long gained, final double[] times, final Path json)
            throws IOException {
        try (Quantities quantities = Quantities.open(json)) {
            quantities.count(OPERATIONS, (long) BATCHES * inputs.length);
            quantities.count(WRONG, allWrong);
            quantities.bytes(DEVICE_LOST, lost);
            quantities.bytes(HOST_GAINED, gained);
            quantities.micros(EARLY, Medians.of(Arrays.copyOf(times, COMPARED)) / 1e3);
            quantities.micros(LATE, Medians.of(Arrays.copyOfRange(times, BATCHES - COMPARED, BATCHES)) / 1e3);
        }
    }

    @Override
    public void close() {
        stream.close();
        input.close();
        output.close();
        communicator.close();
    }
}
