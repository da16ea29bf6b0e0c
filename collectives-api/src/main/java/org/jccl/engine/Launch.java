// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import org.jccl.Communicator;
import org.jccl.bootstrap.Rendezvous;
import org.jccl.spi.Connections;
import org.jccl.spi.Settings;

/** TEMP. */
final class Launch {
    private final Settings settings;
    private final int rank;
    private final int size;
    private final Rendezvous rendezvous;

    Launch(final Settings settings, final int rank, final int size, final Rendezvous rendezvous) {
        this.settings = settings;
        this.rank = rank;
        this.size = size;
        this.rendezvous = rendezvous;
    }

    Communicator communicator() {
        final CommunicatorOptions options = new CommunicatorOptions(
                settings.get("name", "world"),
                30_000_000_000L,
                settings.get("transport", "auto"),
                settings.get("algo", ""),
                settings);
        return new Assembly(options, new None()).build(rank, size, rendezvous);
    }

    static final class None implements ControlPlane {
        @Override
        public Connections connections() {
            return null;
        }

        @Override
        public String address() {
            return "";
        }

        @Override
        public void join(final Membership m, final ProgressDomain d, final CommunicatorOptions o) {}

        @Override
        public void abort(final Failure why) {}

        @Override
        public void leave() {}

        @Override
        public ControlPlane split() {
            return this;
        }

        @Override
        public void close() {}
    }
}
