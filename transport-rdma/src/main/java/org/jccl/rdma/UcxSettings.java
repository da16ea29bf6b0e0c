// SPDX-License-Identifier: Apache-2.0
package org.jccl.rdma;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jccl.spi.Settings;

/**
 * What UCX is told. Every {@code UCX_*} variable of the user's passes through and goes before what is chosen here.
 *
 * @param values by UCX's names without the prefix {@code UCX_}
 * @param detectsDeath whether endpoints may ask to be told of a dead peer; UCX refuses that over shared memory
 */
record UcxSettings(Map<String, String> values, boolean detectsDeath) {
    /** Names of UCX's transports over shared memory, and the aliases that contain them. */
    private static final List<String> SHARED_MEMORY =
            List.of("all", "sm", "shm", "mm", "posix", "sysv", "xpmem", "cma", "knem", "self");

    /** Fabrics only: shared memory and TCP have transports of their own here, which tell when a peer dies. */
    private static final String FABRICS = "^sm,tcp,self";

    /** What is chosen where neither the settings nor the environment say otherwise. */
    static UcxSettings of(final Settings settings, final UnaryOperator<String> environment) {
        final Map<String, String> values = new LinkedHashMap<>();
        values.put("TLS", FABRICS);
        final String devices = settings.get("rdma.devices", "");
        if (!devices.isBlank()) {
            values.put("NET_DEVICES", devices.replace(" ", ""));
            values.put("MAX_RNDV_RAILS", Integer.toString(devices.split(",").length));
        }
        // a rank that computes answers no keepalive; who has died the control connections tell
        values.put("KEEPALIVE_INTERVAL", "inf");
        // what leaves from a slot leaves without the peer; what is published waits for it anyway
        values.put("RNDV_THRESH", Integer.toString(2 * Outbox.maxClaim()));
        final String transports = environment.apply("UCX_TLS");
        values.keySet().removeIf(name -> environment.apply("UCX_" + name) != null);
        return new UcxSettings(values, transports == null || !hasSharedMemory(transports));
    }

    private static boolean hasSharedMemory(final String transports) {
        final boolean allBut = transports.startsWith("^");
        final List<String> names = Arrays.asList(transports.replace("^", "").split(","));
        return allBut ? !names.contains("sm") : names.stream().anyMatch(SHARED_MEMORY::contains);
    }
}
