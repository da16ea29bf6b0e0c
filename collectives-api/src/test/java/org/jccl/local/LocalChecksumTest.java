// SPDX-License-Identifier: Apache-2.0
package org.jccl.local;

import org.jccl.testing.ChecksumContract;

final class LocalChecksumTest extends ChecksumContract {
    @Override
    public String transport() {
        return "local";
    }
}
