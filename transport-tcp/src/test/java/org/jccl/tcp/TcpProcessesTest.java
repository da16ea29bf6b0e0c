// SPDX-License-Identifier: Apache-2.0
package org.jccl.tcp;

import org.jccl.testing.ProcessContract;

final class TcpProcessesTest extends ProcessContract {
    @Override
    protected String transport() {
        return "tcp";
    }
}
