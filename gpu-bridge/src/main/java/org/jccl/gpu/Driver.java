// SPDX-License-Identifier: Apache-2.0
package org.jccl.gpu;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdevice_attribute;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;

/** The CUDA driver of this machine, through JCuda; loaded when it is first asked for. Any thread. */
final class Driver {
    private static final int LONGEST_NAME = 256;
    private static final int BUS_ID_BYTES = 32;

    private Driver() {}

    /** Loads it, once. */
    private static final class Loaded {
        static final String UNAVAILABLE = load();

        private static String load() {
            if (!"Linux".equals(System.getProperty("os.name")) || !"amd64".equals(System.getProperty("os.arch"))) {
                return "device buffers need Linux on x86-64, for which JCuda is built";
            }
            try {
                return begin(JCudaDriver.cuInit(0));
            } catch (final jcuda.CudaException refused) {
                return "the CUDA driver does not begin: " + refused.getMessage();
            } catch (final LinkageError missing) {
                return "the CUDA driver cannot be loaded (" + firstLine(missing)
                        + "); install NVIDIA's driver, which brings libcuda.so.1, or start the container with its GPUs";
            }
        }

        private static String begin(final int result) {
            return switch (result) {
                case CUresult.CUDA_SUCCESS -> null;
                case CUresult.CUDA_ERROR_NO_DEVICE ->
                    "the CUDA driver finds no device; nvidia-smi lists what there is, CUDA_VISIBLE_DEVICES may hide it";
                default ->
                    "the CUDA driver does not begin: cuInit returned " + CUresult.stringFor(result)
                            + "; nvidia-smi may say more";
            };
        }

        /** What JCuda says is a page long; its cause, where it tells, is the linker's own sentence. */
        private static String firstLine(final Throwable missing) {
            final String said = String.valueOf(missing.getMessage());
            final int at = said.indexOf("libcuda.so.1");
            return at >= 0
                    ? "libcuda.so.1 is not found"
                    : said.lines().findFirst().orElse("");
        }
    }

    /** Why it cannot be used, or null. */
    static String unavailable() {
        return Loaded.UNAVAILABLE;
    }

    static void require() {
        if (Loaded.UNAVAILABLE != null) {
            throw new CudaException(Loaded.UNAVAILABLE, CUresult.CUDA_ERROR_NOT_INITIALIZED);
        }
    }

    /** CUDA's number is 1000 times the major version and 10 times the minor. */
    static String version() {
        final int[] number = new int[1];
        call("cuDriverGetVersion", () -> JCudaDriver.cuDriverGetVersion(number));
        return number[0] / 1000 + "." + number[0] % 1000 / 10;
    }

    static List<CudaDevice> devices() {
        final int[] count = new int[1];
        call("cuDeviceGetCount", () -> JCudaDriver.cuDeviceGetCount(count));
        final List<CudaDevice> all = new ArrayList<>();
        for (int ordinal = 0; ordinal < count[0]; ordinal++) {
            all.add(describe(ordinal, count[0]));
        }
        return all;
    }

    private static CudaDevice describe(final int ordinal, final int count) {
        final CUdevice device = device(ordinal);
        final byte[] name = new byte[LONGEST_NAME];
        final long[] memory = new long[1];
        final String[] bus = new String[1];
        call("cuDeviceGetName", () -> JCudaDriver.cuDeviceGetName(name, name.length, device));
        call("cuDeviceTotalMem", () -> JCudaDriver.cuDeviceTotalMem(memory, device));
        call("cuDeviceGetPCIBusId", () -> JCudaDriver.cuDeviceGetPCIBusId(bus, BUS_ID_BYTES, device));
        return new CudaDevice(
                ordinal,
                new String(name, StandardCharsets.UTF_8).split("\0", 2)[0],
                memory[0],
                attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR) + "."
                        + attribute(device, CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR),
                bus[0].split("\0", 2)[0],
                peers(ordinal, device, count));
    }

    private static List<Integer> peers(final int ordinal, final CUdevice device, final int count) {
        final List<Integer> peers = new ArrayList<>();
        for (int other = 0; other < count; other++) {
            final int[] can = new int[1];
            final CUdevice peer = device(other);
            if (other != ordinal) {
                call("cuDeviceCanAccessPeer", () -> JCudaDriver.cuDeviceCanAccessPeer(can, device, peer));
            }
            if (can[0] != 0) {
                peers.add(other);
            }
        }
        return peers;
    }

    static int attribute(final CUdevice device, final int attribute) {
        final int[] value = new int[1];
        call("cuDeviceGetAttribute", () -> JCudaDriver.cuDeviceGetAttribute(value, attribute, device));
        return value[0];
    }

    static CUdevice device(final int ordinal) {
        require();
        final CUdevice device = new CUdevice();
        call("cuDeviceGet", () -> JCudaDriver.cuDeviceGet(device, ordinal));
        return device;
    }

    /** Calls it, and throws if it failed. For what is seldom called; the data path uses {@link #check}. */
    static void call(final String name, final IntSupplier driverCall) {
        try {
            check(name, driverCall.getAsInt());
        } catch (final jcuda.CudaException asConfigured) {
            // whoever uses JCuda too may have switched its exceptions on
            throw new CudaException(name + " failed: " + asConfigured.getMessage(), CUresult.CUDA_ERROR_UNKNOWN);
        }
    }

    /**
     * What a call returns of which more than success is expected. Where the process has JCuda throw, not even this is told
     * otherwise than by a message.
     *
     * @param expected the error that is no failure
     */
    static int result(final IntSupplier driverCall, final int expected) {
        try {
            return driverCall.getAsInt();
        } catch (final jcuda.CudaException asConfigured) {
            final boolean isExpected = String.valueOf(asConfigured.getMessage()).contains(CUresult.stringFor(expected));
            return isExpected ? expected : CUresult.CUDA_ERROR_UNKNOWN;
        }
    }

    static void check(final String name, final int result) {
        if (result != CUresult.CUDA_SUCCESS) {
            throw new CudaException(name + " failed: " + CUresult.stringFor(result), result);
        }
    }
}
