// SPDX-License-Identifier: Apache-2.0
package org.jccl.local;

import org.jccl.testing.CollectiveContract;

final class LocalCollectivesTest extends CollectiveContract {
    @Override
    public String transport() {
        return "local";
    }
}
