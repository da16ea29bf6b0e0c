// SPDX-License-Identifier: Apache-2.0
package org.jccl.tcp;

import org.jccl.testing.ChecksumContract;

final class TcpChecksumTest extends ChecksumContract {
    @Override
    public String transport() {
        return "tcp";
    }
}
