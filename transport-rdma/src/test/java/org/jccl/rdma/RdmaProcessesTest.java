// SPDX-License-Identifier: Apache-2.0
package org.jccl.rdma;

import org.jccl.testing.ProcessContract;

final class RdmaProcessesTest extends ProcessContract {
    @Override
    protected String transport() {
        return "rdma";
    }
}
