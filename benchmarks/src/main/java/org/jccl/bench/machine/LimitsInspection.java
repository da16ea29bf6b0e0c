// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the operating system lets a process have. */
final class LimitsInspection {
    /** Two connections to each of 500 peers, and room. */
    private static final long FEW_FILES = 1024;

    private static final String LIMITS = "proc/self/limits";

    private final SystemFiles files;

    LimitsInspection(final SystemFiles files) {
        this.files = files;
    }

    List<Finding> findings() {
        final List<Finding> findings = new ArrayList<>();
        soft("Max open files")
                .ifPresent(limit -> findings.add(new Finding(
                        "open files",
                        limit,
                        isBelow(limit, FEW_FILES)
                                ? "a rank holds a few connections to each peer; raise it: ulimit -n 65536"
                                : null)));
        soft("Max locked memory")
                .ifPresent(limit -> findings.add(new Finding(
                        "locked memory",
                        limit + (limit.equals("unlimited") ? "" : " bytes"),
                        limit.equals("unlimited") ? null : "RDMA registers memory and wants ulimit -l unlimited")));
        return findings;
    }

    /** The first column after the name is the soft limit. */
    private Optional<String> soft(final String name) {
        return files.field(LIMITS, name).map(rest -> rest.split("\\s+")[0]);
    }

    private static boolean isBelow(final String limit, final long least) {
        return !limit.equals("unlimited") && Long.parseLong(limit) < least;
    }
}
