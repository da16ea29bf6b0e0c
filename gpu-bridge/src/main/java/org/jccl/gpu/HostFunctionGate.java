// SPDX-License-Identifier: Apache-2.0
package org.jccl.gpu;

import java.util.concurrent.CountDownLatch;
import jcuda.driver.CUevent;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/**
 * A host function that returns when the gate is opened: for devices that cannot wait for a word. Only for those, since the
 * driver may run host functions one after another: a stream then waits for the operations on others as well, and two
 * whose order differs from rank to rank wait for each other.
 */
final class HostFunctionGate extends StreamGate {
    private volatile CountDownLatch latch = new CountDownLatch(0);

    HostFunctionGate(final CUevent event) {
        super(event);
    }

    @Override
    String callName() {
        return "cuLaunchHostFunc";
    }

    @Override
    int shut(final CUstream stream) {
        final CountDownLatch own = new CountDownLatch(1);
        latch = own;
        return JCudaDriver.cuLaunchHostFunc(stream, ignored -> await(own), null);
    }

    private static void await(final CountDownLatch latch) {
        boolean interrupted = false;
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (final InterruptedException notForUs) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    void open() {
        latch.countDown();
    }
}
