// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.cli;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Where the ranks of a command are. Filled by picocli. */
final class Placement {
    private static final int USUAL_RANKS = 2;

    @ArgGroup
    private Where where;

    /** One of the two, or neither. */
    private static final class Where {
        @Option(
                names = "--ranks",
                paramLabel = "N",
                description = "Start N processes here (default 2, unless a launcher started this one).")
        private int ranks;

        @Option(names = "--threads", paramLabel = "N", description = "Run N ranks as threads of this process.")
        private int threads;
    }

    /**
     * Whether this process is a rank that some launcher started. Our own launcher's variables say so beyond doubt; others may
     * be those of a shell that one of them started.
     */
    boolean isRank(final String launcher) {
        return launcher.equals("jccl") || (where == null && !launcher.equals("none"));
    }

    /** How many threads were asked for; 0 for processes. */
    int threads() {
        return where == null ? 0 : where.threads;
    }

    /** How many ranks there are to be, if no launcher says. */
    int size() {
        return where == null ? USUAL_RANKS : Math.max(where.threads, where.ranks);
    }
}
