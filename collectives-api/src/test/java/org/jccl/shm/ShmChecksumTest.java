// SPDX-License-Identifier: Apache-2.0
package org.jccl.shm;

import org.jccl.testing.ChecksumContract;

final class ShmChecksumTest extends ChecksumContract {
    @Override
    public String transport() {
        return "shm";
    }
}
