// SPDX-License-Identifier: Apache-2.0
package org.jccl.gpu;

import jcuda.driver.CUevent;
import jcuda.driver.CUstream;
import jcuda.driver.CUstreamWaitValue_flags;
import jcuda.driver.JCudaDriver;
import org.jccl.buffer.Memory;

/**
 * A word of host memory that the device reads until it is large enough. Its value only grows, so that a stream which has
 * not come to an earlier wait, long over for the host, passes that one too.
 */
final class WordGate extends StreamGate {
    private final long word;
    private final DeviceAddress place;
    private int value;

    /** The word as the host addresses it and as the device does. */
    WordGate(final CUevent event, final long word, final DeviceAddress place) {
        super(event);
        this.word = word;
        this.place = place;
        Memory.putIntVolatile(word, 0);
    }

    @Override
    String callName() {
        return "cuStreamWaitValue32";
    }

    @Override
    int shut(final CUstream stream) {
        value++;
        return JCudaDriver.cuStreamWaitValue32(stream, place, value, CUstreamWaitValue_flags.CU_STREAM_WAIT_VALUE_GEQ);
    }

    @Override
    void open() {
        Memory.putIntVolatile(word, value);
    }
}
