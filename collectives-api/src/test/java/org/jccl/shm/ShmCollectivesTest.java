// SPDX-License-Identifier: Apache-2.0
package org.jccl.shm;

import org.jccl.testing.CollectiveContract;

final class ShmCollectivesTest extends CollectiveContract {
    @Override
    public String transport() {
        return "shm";
    }
}
