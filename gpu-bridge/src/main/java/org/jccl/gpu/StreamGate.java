// SPDX-License-Identifier: Apache-2.0
package org.jccl.gpu;

import jcuda.driver.CUevent;
import jcuda.driver.CUstream;

/** Lets a stream go on past a point only when the host says so, and tells the host when it has come to one. */
abstract class StreamGate {
    private final CUevent event;

    StreamGate(final CUevent event) {
        this.event = event;
    }

    /** To be recorded where the host wants to know whether a stream has come; nothing else waits for it. */
    CUevent event() {
        return event;
    }

    /** What {@link #shut} calls. */
    abstract String callName();

    /** Puts a wait for {@link #open} on the stream; returns the driver's answer. The device's context is this thread's. */
    abstract int shut(CUstream stream);

    /** Lets pass who waits here; it may be shut again at once. Any thread. */
    abstract void open();
}
