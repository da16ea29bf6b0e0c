// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.chaos;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Where the ranks of an episode run, and what can be done to their network. One thread. */
interface Ground extends AutoCloseable {
    /** All on this host, where nothing can come between them. */
    Ground THIS_HOST = new Ground() {
        @Override
        public List<String> prefix(final int place) {
            return List.of();
        }

        @Override
        public void describe(final Map<String, String> environment) {}

        @Override
        public boolean hasLinks() {
            return false;
        }

        @Override
        public void cut(final int place) {}

        @Override
        public void heal(final int place) {}

        @Override
        public void shape(final int place, final String rate) {}

        @Override
        public void reset(final int place) {}

        @Override
        public void close() {}
    };

    /** What stands before a command that is to run at that place. */
    List<String> prefix(int place);

    /** Adds the variables that ranks need here. */
    void describe(Map<String, String> environment);

    /** Whether there are links that can be cut. */
    boolean hasLinks();

    /** From now on nothing comes to that place or from there. */
    void cut(int place) throws IOException, InterruptedException;

    /** Ends {@link #cut}. */
    void heal(int place) throws IOException, InterruptedException;

    /** From now on the link of that place carries so much, as tc has it: {@code 20mbit}. */
    void shape(int place, String rate) throws IOException, InterruptedException;

    /** Resets every connection of that place, as a firewall does that has forgotten them. */
    void reset(int place) throws IOException, InterruptedException;

    @Override
    void close() throws IOException;
}
