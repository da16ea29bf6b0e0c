// SPDX-License-Identifier: Apache-2.0
package org.jccl.gpu;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.CUfunction;
import jcuda.driver.CUfunction_attribute;
import jcuda.driver.CUmodule;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;
import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.jccl.buffer.Memory;

/**
 * The reduction's arithmetic on a device, with the bits of {@link org.jccl.reduce.Kernel}: each call puts one kernel of
 * {@code reduce.cu} on a stream and returns. The device's context must be the thread's. Any thread.
 */
final class DeviceKernels {
    /** Of one combination. */
    static final int MOST_OPERANDS = 64;

    private static final String RESOURCE = "reduce.ptx";
    private static final int THREADS = 256;
    /** Fills a multiprocessor's 2048 threads. */
    private static final int BLOCKS_PER_MULTIPROCESSOR = 8;

    private static final List<ReduceOp> OPERATORS = List.of(
            ReduceOp.SUM, ReduceOp.PROD, ReduceOp.MIN, ReduceOp.MAX, ReduceOp.BAND, ReduceOp.BOR, ReduceOp.BXOR);

    private static final int KINDS = ReduceOp.Kind.values().length;

    private final int ordinal;
    /** By type, then by operator; {@code AVG} is the sum that is divided at once, {@code PREMUL_SUM} the preparation. */
    private final CUfunction[] functions = new CUfunction[DataType.values().length * KINDS];

    private CUmodule module;
    private LaunchParameters parameters;
    private int mostBlocks;

    DeviceKernels(final int ordinal) {
        this.ordinal = ordinal;
    }

    /** Whether there are kernels for it: for all but a user's own operator. */
    static boolean supports(final DataType type, final ReduceOp op) {
        return op.kind() != ReduceOp.Kind.CUSTOM && op.supports(type);
    }

    /**
     * {@link org.jccl.reduce.Kernel#combine}, and for an average {@link org.jccl.reduce.Kernel#finish} behind it.
     *
     * @param operandTable native address of {@code operands} device addresses, read before this returns
     * @param operands from 1 to {@link #MOST_OPERANDS}
     * @param averagedOver by how many ranks an average is divided; 0 if this is not its end
     */
    synchronized void combine(
            final CUstream stream,
            final DataType type,
            final ReduceOp.Kind kind,
            final long operandTable,
            final int operands,
            final long destination,
            final long count,
            final int averagedOver) {
        if (operands < 1 || operands > MOST_OPERANDS) {
            throw new IllegalArgumentException(operands + " operands, not 1 to " + MOST_OPERANDS);
        }
        if (count == 0) {
            return;
        }
        final boolean finish = kind == ReduceOp.Kind.AVG && averagedOver != 0;
        if (operands == 1 && !finish) {
            copy(stream, Memory.getLong(operandTable), destination, count * type.sizeBytes());
            return;
        }
        final CUfunction function = finish ? function(type, kind) : combination(type, kind);
        parameters.setOperands(operandTable, operands);
        parameters.setRanks(averagedOver);
        launch(stream, function, type, destination, count);
    }

    /** A pre-multiplied sum's {@link org.jccl.reduce.Kernel#prepare}. */
    synchronized void prepare(
            final CUstream stream,
            final DataType type,
            final double scalar,
            final long source,
            final long destination,
            final long count) {
        if (count == 0) {
            return;
        }
        final CUfunction function = function(type, ReduceOp.Kind.PREMUL_SUM);
        parameters.setOperand(source);
        parameters.setScalar(scalar);
        launch(stream, function, type, destination, count);
    }

    /** One operand is copied bit for bit, which arithmetic would not do to NaN: by the bitwise "or" of one operand. */
    private void copy(final CUstream stream, final long source, final long destination, final long bytes) {
        if (source == destination) {
            return;
        }
        final CUfunction function = function(DataType.UINT8, ReduceOp.Kind.BOR);
        parameters.setOperand(source);
        launch(stream, function, DataType.UINT8, destination, bytes);
    }

    private void launch(
            final CUstream stream,
            final CUfunction function,
            final DataType type,
            final long destination,
            final long count) {
        parameters.setDestination(destination, count, type.sizeBytes());
        final long vectors = count * type.sizeBytes() / LaunchParameters.VECTOR_BYTES;
        final int blocks = (int) Math.min(mostBlocks, vectors / THREADS + 1);
        Driver.check(
                "cuLaunchKernel",
                JCudaDriver.cuLaunchKernel(function, blocks, 1, 1, THREADS, 1, 1, 0, stream, parameters, null));
    }

    /** All sums are one, and where integers wrap or are taken bit by bit the sign means nothing. */
    private CUfunction combination(final DataType type, final ReduceOp.Kind kind) {
        return switch (kind) {
            case MIN, MAX -> function(type, kind);
            case SUM, AVG, PREMUL_SUM -> function(unsigned(type), ReduceOp.Kind.SUM);
            default -> function(unsigned(type), kind);
        };
    }

    private static DataType unsigned(final DataType type) {
        return switch (type) {
            case INT8 -> DataType.UINT8;
            case INT32 -> DataType.UINT32;
            case INT64 -> DataType.UINT64;
            default -> type;
        };
    }

    private CUfunction function(final DataType type, final ReduceOp.Kind kind) {
        final int slot = type.ordinal() * KINDS + kind.ordinal();
        if (functions[slot] == null) {
            functions[slot] = find(
                    kind == ReduceOp.Kind.PREMUL_SUM
                            ? "prepare_" + type
                            : "combine_" + type + "_" + kind.name().toLowerCase(Locale.ROOT));
        }
        return functions[slot];
    }

    /** Loads all kernels, so that no launch has to. The device's context is current. */
    synchronized void loadAll() {
        for (final DataType type : DataType.values()) {
            for (final ReduceOp op : OPERATORS) {
                if (op.supports(type)) {
                    combination(type, op.kind());
                }
            }
            function(type, ReduceOp.Kind.AVG);
            function(type, ReduceOp.Kind.PREMUL_SUM);
        }
    }

    private CUfunction find(final String name) {
        if (module == null) {
            load();
        }
        final CUfunction function = new CUfunction();
        final int[] registers = new int[1];
        Driver.call("cuModuleGetFunction of " + name, () -> JCudaDriver.cuModuleGetFunction(function, module, name));
        // a driver that loads kernels when they are needed needs this one now
        Driver.call(
                "cuFuncGetAttribute of " + name,
                () -> JCudaDriver.cuFuncGetAttribute(
                        registers, CUfunction_attribute.CU_FUNC_ATTRIBUTE_NUM_REGS, function));
        return function;
    }

    private void load() {
        final int multiprocessors =
                Driver.attribute(Driver.device(ordinal), CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT);
        final String ptx = ptx();
        final CUmodule loaded = new CUmodule();
        Driver.call("cuModuleLoadData of " + RESOURCE, () -> JCudaDriver.cuModuleLoadData(loaded, ptx));
        mostBlocks = multiprocessors * BLOCKS_PER_MULTIPROCESSOR;
        parameters = new LaunchParameters();
        module = loaded;
    }

    /** What the driver compiles for its device. */
    static String ptx() {
        try (InputStream in = DeviceKernels.class.getResourceAsStream(RESOURCE)) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
