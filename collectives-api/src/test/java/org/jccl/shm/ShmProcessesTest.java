// SPDX-License-Identifier: Apache-2.0
package org.jccl.shm;

import org.jccl.testing.ProcessContract;

final class ShmProcessesTest extends ProcessContract {
    @Override
    protected String transport() {
        return "shm";
    }
}
