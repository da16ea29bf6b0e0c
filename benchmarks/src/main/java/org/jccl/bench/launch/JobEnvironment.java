// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.launch;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * What the environment of all ranks of a job has in common: the launcher's own variables {@code JCCL_*}, those that the user
 * names, a secret, and where ranks that are started again find the others. Immutable.
 */
final class JobEnvironment {
    private static final int SECRET_BYTES = 16;
    private static final String MEMBERS = "JCCL_MEMBERS";

    private final Map<String, String> common;

    private JobEnvironment(final Map<String, String> common) {
        this.common = common;
    }

    /**
     * From the launcher's.
     *
     * @param own the launcher's environment
     * @param named go before those
     * @param elastic whether ranks may be started again
     * @throws IllegalArgumentException if they may, but nothing says where they find the others
     */
    static JobEnvironment of(final Map<String, String> own, final Map<String, String> named, final boolean elastic) {
        final Map<String, String> common = new HashMap<>();
        own.forEach((name, value) -> {
            if (name.startsWith("JCCL_")) {
                common.put(name, value);
            }
        });
        common.putAll(named);
        common.putIfAbsent("JCCL_TOKEN", secret());
        if (elastic) {
            if (!common.containsKey(MEMBERS)) {
                throw new IllegalArgumentException("--restarts with --hostfile needs a folder that all hosts share, in"
                        + " which the ranks leave their addresses: set JCCL_MEMBERS=/shared/folder");
            }
            // what another job has left there leads nowhere
            common.compute(
                    MEMBERS,
                    (name, folder) -> Path.of(folder, "job-" + secret()).toString());
        }
        return new JobEnvironment(common);
    }

    private static String secret() {
        final byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** A copy to add to; {@code again} for a rank that joins the others. */
    Map<String, String> variables(final boolean again) {
        final Map<String, String> variables = new HashMap<>(common);
        if (again) {
            RankEnvironment.join(variables);
        }
        return variables;
    }
}
