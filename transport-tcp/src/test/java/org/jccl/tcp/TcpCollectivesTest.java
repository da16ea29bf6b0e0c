// SPDX-License-Identifier: Apache-2.0
package org.jccl.tcp;

import org.jccl.testing.CollectiveContract;

final class TcpCollectivesTest extends CollectiveContract {
    @Override
    public String transport() {
        return "tcp";
    }
}
