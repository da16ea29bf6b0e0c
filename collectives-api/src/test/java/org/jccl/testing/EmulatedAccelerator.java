// SPDX-License-Identifier: Apache-2.0
package org.jccl.testing;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.jccl.buffer.Accelerator;
import org.jccl.buffer.CopyEngine;
import org.jccl.buffer.Memory;
import org.jccl.buffer.MemoryKind;
import org.jccl.buffer.RegisteredMemory;
import org.jccl.error.CollectiveException;
import org.jccl.reduce.Kernel;
import org.jccl.reduce.Kernels;

/**
 * What reduces in the memory of an {@link EmulatedDevice}: at the end of a ticket and not before, at times busy, in any
 * order, on places of its own device, of memory that it gave, and of those that it was told how to find. Any thread.
 */
public final class EmulatedAccelerator implements Accelerator {
    private static final long LANDMARK_BYTES = 64;
    private static final int LONGEST_POLLS = 5;
    private static final int BUSY_ONE_IN = 4;

    /** All emulated memory of the process, by where it begins. */
    private static final TreeMap<Long, Stretch> SPACE = new TreeMap<>();

    private static final long FIRST = 1L << 62;
    private static long next = FIRST;
    private static int devices;

    private final int ordinal;
    private final boolean hidden;
    private final Random random;
    private final Map<Long, Work> works = new HashMap<>();
    private final RegisteredMemory landmark;
    /** What may be reached: stretches of its own, and those that were resolved. */
    private final Map<Long, Boolean> known = new HashMap<>();

    private long tickets;
    private boolean isPrepared;
    private String refusal;
    private volatile String loss;

    private record Stretch(long first, long bytes, long behind, boolean isShareable) {}

    private static final class Work {
        final Runnable effect;
        int pollsLeft;

        Work(final Runnable effect, final int pollsLeft) {
            this.effect = effect;
            this.pollsLeft = pollsLeft;
        }
    }

    /** Of a device of its own, whose addresses mean nothing to the processor. */
    public EmulatedAccelerator(final long seed) {
        this(seed, true);
    }

    private EmulatedAccelerator(final long seed, final boolean hidden) {
        this.hidden = hidden;
        random = new Random(seed);
        synchronized (SPACE) {
            ordinal = devices++;
        }
        landmark = allocate(LANDMARK_BYTES);
    }

    /** Of a device of its own, whose memory real networks can carry since the processor reaches it. */
    public static EmulatedAccelerator visible(final long seed) {
        return new EmulatedAccelerator(seed, false);
    }

    /** From now on nobody is told where its memory lies, for that reason. */
    void refuse(final String why) {
        refusal = why;
    }

    /** From now on memory is given back as ever, and each time it is said that the device is lost. */
    public void lose(final String why) {
        loss = why;
    }

    /** Gives native memory an address that means nothing to the processor; some kinds cannot be shown to others. */
    long map(final long behind, final long bytes, final boolean shareable) {
        synchronized (SPACE) {
            final long first = hidden ? next : behind;
            next += (bytes + 4095 & -4096) + 4096;
            SPACE.put(first, new Stretch(first, bytes, behind, shareable));
            known.put(first, true);
            return first;
        }
    }

    static void unmap(final long first) {
        synchronized (SPACE) {
            SPACE.remove(first);
        }
    }

    private static Stretch stretch(final long address) {
        synchronized (SPACE) {
            final Map.Entry<Long, Stretch> entry = SPACE.floorEntry(address);
            if (entry == null || address > entry.getKey() + entry.getValue().bytes) {
                throw new AssertionError("0x" + Long.toHexString(address) + " is no place of a device");
            }
            return entry.getValue();
        }
    }

    /** Whether an address means something to emulated devices alone. */
    static boolean holds(final long address) {
        return address >= FIRST;
    }

    /** The native address behind a place of any device, as a network device finds it. */
    static long behind(final long address) {
        final Stretch stretch = stretch(address);
        return stretch.behind + address - stretch.first;
    }

    /** The native address behind some bytes of a device, which this one must know of. */
    synchronized long behind(final long address, final long bytes) {
        final Stretch stretch = stretch(address);
        if (address + bytes > stretch.first + stretch.bytes) {
            throw new AssertionError(bytes + " bytes beyond the end of a device's memory");
        }
        if (!known.containsKey(stretch.first)) {
            throw new AssertionError("memory of another device, for which no reference was resolved");
        }
        return stretch.behind + address - stretch.first;
    }

    @Override
    public int ordinal() {
        return ordinal;
    }

    @Override
    public RegisteredMemory allocate(final long bytes) {
        final long behind = Memory.allocate(bytes);
        Memory.fill(behind, bytes, (byte) 0x5A);
        final long first = map(behind, bytes, true);
        return new RegisteredMemory() {
            private boolean closed;

            @Override
            public long address() {
                return first;
            }

            @Override
            public long lengthBytes() {
                return bytes;
            }

            @Override
            public void close() {
                if (!closed) {
                    closed = true;
                    unmap(first);
                    Memory.free(behind);
                    if (loss != null) {
                        throw new CollectiveException(loss);
                    }
                }
            }
        };
    }

    @Override
    public boolean reduces(final DataType type, final ReduceOp op) {
        return op.kind() != ReduceOp.Kind.CUSTOM;
    }

    @Override
    public MemoryKind memoryKind() {
        return hidden ? MemoryKind.OTHER : MemoryKind.HOST;
    }

    @Override
    public int mostOperands() {
        return 8;
    }

    @Override
    public boolean isReachable(final long address) {
        return stretch(address).isShareable;
    }

    @Override
    public synchronized long copy(final long source, final long destination, final long bytes) {
        final long from = behind(source, bytes);
        final long to = behind(destination, bytes);
        return begin(() -> Memory.copy(from, to, bytes));
    }

    @Override
    public synchronized long combine(
            final DataType type,
            final ReduceOp op,
            final long operandTable,
            final int operands,
            final long destination,
            final long count,
            final int averagedOver) {
        final long bytes = count * type.sizeBytes();
        final long[] sources = new long[operands];
        Arrays.setAll(sources, i -> behind(Memory.getLong(operandTable + (long) i * Long.BYTES), bytes));
        final long to = behind(destination, bytes);
        return begin(() -> {
            final Kernel kernel = Kernels.of(type, op);
            final long table = Memory.allocate((long) operands * Long.BYTES);
            for (int i = 0; i < operands; i++) {
                Memory.putLong(table + (long) i * Long.BYTES, sources[i]);
            }
            kernel.combine(table, operands, to, count);
            if (averagedOver != 0) {
                kernel.finish(to, count, averagedOver);
            }
            Memory.free(table);
        });
    }

    @Override
    public synchronized long prepare(
            final DataType type, final ReduceOp op, final long source, final long destination, final long count) {
        final long from = behind(source, count * type.sizeBytes());
        final long to = behind(destination, count * type.sizeBytes());
        return begin(() -> Kernels.of(type, op).prepare(from, to, count));
    }

    private long begin(final Runnable effect) {
        if (!isPrepared) {
            throw new AssertionError("the landmark was not asked for before the first operation");
        }
        if (random.nextInt(BUSY_ONE_IN) == 0) {
            return CopyEngine.BUSY;
        }
        works.put(++tickets, new Work(effect, random.nextInt(LONGEST_POLLS)));
        return tickets;
    }

    @Override
    public synchronized boolean isDone(final long ticket) {
        final Work work = works.get(ticket);
        if (work == null) {
            throw new AssertionError("ticket " + ticket + " was never given, or asked for after its end");
        }
        if (work.pollsLeft-- > 0) {
            return false;
        }
        works.remove(ticket);
        work.effect.run();
        return true;
    }

    /** How many copies and reductions were begun there. */
    public synchronized long begun() {
        return tickets;
    }

    /** What was begun and not seen to its end. */
    synchronized int pending() {
        return works.size();
    }

    @Override
    public synchronized long landmark() {
        isPrepared = true;
        return landmark.address();
    }

    @Override
    public void refer(final long address, final long reference) {
        if (refusal != null) {
            throw new CollectiveException(refusal);
        }
        if (!isReachable(address)) {
            throw new AssertionError("a reference to memory of a kind that cannot be shown to others");
        }
        Memory.putLong(reference, address);
    }

    @Override
    public synchronized long resolve(final long reference) {
        final long address = Memory.getLong(reference);
        known.put(stretch(address).first, true);
        return address;
    }

    void close() {
        landmark.close();
    }
}
