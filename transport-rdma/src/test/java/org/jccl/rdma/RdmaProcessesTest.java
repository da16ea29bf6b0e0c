// SPDX-License-Identifier: Apache-2.0
package org.jccl.rdma;

import org.jccl.testing.ProcessContract;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RequiresUcx.class)
final class RdmaProcessesTest extends ProcessContract {
    @Override
    protected String transport() {
        return "rdma";
    }
}
