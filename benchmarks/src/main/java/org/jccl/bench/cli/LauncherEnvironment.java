// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.cli;

import java.util.List;

/** Whether somebody started this process as one rank of several. */
final class LauncherEnvironment {
    private static final List<String> RANK_VARIABLES =
            List.of("JCCL_RANK", "RANK", "OMPI_COMM_WORLD_RANK", "SLURM_PROCID", "JOB_COMPLETION_INDEX");

    private LauncherEnvironment() {}

    /** The library's own variables, which say so beyond doubt. */
    static boolean isJccl() {
        return System.getenv("JCCL_RANK") != null;
    }

    static boolean isPresent() {
        return RANK_VARIABLES.stream().anyMatch(name -> System.getenv(name) != null);
    }
}
