// SPDX-License-Identifier: Apache-2.0
package org.jccl.rdma;

import org.jccl.testing.CollectiveContract;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RequiresUcx.class)
final class RdmaCollectivesTest extends CollectiveContract {
    @Override
    public String transport() {
        return "rdma";
    }
}
