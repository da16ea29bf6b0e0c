// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import org.jccl.CommunicatorBuilder;
import org.jccl.CommunicatorProvider;

/** What {@code Communicator.builder()} finds. */
public final class EngineProvider implements CommunicatorProvider {
    @Override
    public CommunicatorBuilder builder() {
        return new DefaultCommunicatorBuilder();
    }
}
