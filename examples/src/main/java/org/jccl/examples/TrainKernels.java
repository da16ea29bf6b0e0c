// SPDX-License-Identifier: Apache-2.0
package org.jccl.examples;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUfunction;
import jcuda.driver.CUfunction_attribute;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;
import org.jccl.gpu.DeviceBuffer;

/**
 * The kernels of {@code src/main/cuda/train.cu} on a device, launched with JCuda. Makes the device's primary context, in which
 * the library's buffers and streams are, that of the thread; for this thread only.
 */
final class TrainKernels implements AutoCloseable {
    private static final List<String> NAMES =
            List.of("dense_forward", "softmax_loss", "dense_gradient", "dense_backward", "descend");
    private static final int BLOCK_THREADS = 256;

    private final CUmodule module = new CUmodule();
    private final Map<String, CUfunction> functions = new HashMap<>();

    TrainKernels(final int device) {
        enter(device);
        check("cuModuleLoadData", JCudaDriver.cuModuleLoadData(module, ptx()));
        for (final String name : NAMES) {
            functions.put(name, load(name));
        }
    }

    private static void enter(final int ordinal) {
        final CUdevice device = new CUdevice();
        final CUcontext context = new CUcontext();
        check("cuDeviceGet", JCudaDriver.cuDeviceGet(device, ordinal));
        check("cuDevicePrimaryCtxRetain", JCudaDriver.cuDevicePrimaryCtxRetain(context, device));
        check("cuCtxSetCurrent", JCudaDriver.cuCtxSetCurrent(context));
    }

    /** PTX that the driver compiles for its device. */
    static String ptx() {
        try (InputStream in = TrainKernels.class.getResourceAsStream("train.ptx")) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (final IOException damaged) {
            throw new UncheckedIOException("train.ptx is damaged", damaged);
        }
    }

    /**
     * Asks for an attribute too, because a driver that loads kernels when they are needed then loads this one now. At its
     * first launch that could have to wait for a stream that waits for a collective, which waits for that launch.
     */
    private CUfunction load(final String name) {
        final CUfunction function = new CUfunction();
        final int[] registers = new int[1];
        check("cuModuleGetFunction", JCudaDriver.cuModuleGetFunction(function, module, name));
        check(
                "cuFuncGetAttribute",
                JCudaDriver.cuFuncGetAttribute(registers, CUfunction_attribute.CU_FUNC_ATTRIBUTE_NUM_REGS, function));
        return function;
    }

    /** Puts a kernel on a stream, for so many threads at least, with parameters in the order in which it declares them. */
    void launch(final CUstream stream, final int threads, final String name, final Pointer... parameters) {
        final int blocks = (threads + BLOCK_THREADS - 1) / BLOCK_THREADS;
        check(
                "cuLaunchKernel of " + name,
                JCudaDriver.cuLaunchKernel(
                        functions.get(name),
                        blocks,
                        1,
                        1,
                        BLOCK_THREADS,
                        1,
                        1,
                        0,
                        stream,
                        Pointer.to(parameters),
                        null));
    }

    /** A kernel's parameter that points at a buffer. */
    static Pointer at(final DeviceBuffer buffer) {
        return Pointer.to(new long[] {buffer.address()});
    }

    /** A kernel's parameter of type {@code int}. */
    static Pointer number(final int value) {
        return Pointer.to(new int[] {value});
    }

    /** A kernel's parameter of type {@code float}. */
    static Pointer number(final float value) {
        return Pointer.to(new float[] {value});
    }

    /** JCuda returns what the driver returns, and most of that is easily forgotten. */
    static void check(final String call, final int result) {
        if (result != CUresult.CUDA_SUCCESS) {
            throw new IllegalStateException(call + " failed: " + CUresult.stringFor(result));
        }
    }

    @Override
    public void close() {
        check("cuModuleUnload", JCudaDriver.cuModuleUnload(module));
    }
}
