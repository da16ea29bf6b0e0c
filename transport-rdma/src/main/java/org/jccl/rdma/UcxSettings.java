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
 * @param detectsDeath whether endpoints may ask to be told of a dead peer; UCX refuses that over shared
 *     memory, but over {@code posix} with {@code UCX_POSIX_ERROR_HANDLING=y}
 * @param writesMemory whether every transport that may carry bytes writes into a peer's memory by itself
 */
record UcxSettings(Map<String, String> values, boolean detectsDeath, boolean writesMemory) {
    /** Names of UCX's transports over shared memory, and the aliases that contain them. */
    private static final List<String> SHARED_MEMORY =
            List.of("all", "sm", "shm", "mm", "posix", "sysv", "xpmem", "cma", "knem", "self");

    /** Names of those over fabrics that do. */
    private static final List<String> RELIABLE_FABRICS =
            List.of("rc", "rc_v", "rc_x", "rc_verbs", "rc_mlx5", "dc", "dc_x", "dc_mlx5");

    /** Datagrams are good for connecting where something better goes on. */
    private static final List<String> DATAGRAMS = List.of("ud", "ud_v", "ud_x", "ud_verbs", "ud_mlx5");

    /**
     * Fabrics that write into memory: shared memory and TCP have transports of their own here, which tell when a peer
     * dies, and UCX writes by messages over datagrams.
     */
    private static final String FABRICS = "rc";

    /** By which variables a user may set the timers that {@code RC_} means for all reliable connections. */
    private static final List<String> RELIABLE_PREFIXES = List.of("RC_", "RC_VERBS_", "RC_MLX5_", "DC_MLX5_");

    private static final List<String> DATAGRAM_PREFIXES = List.of("UD_", "UD_VERBS_", "UD_MLX5_");

    /** What is chosen where neither the settings nor the environment say otherwise. */
    static UcxSettings of(final Settings settings, final UnaryOperator<String> environment) {
        final String given = environment.apply("UCX_TLS");
        final String transports = given == null ? FABRICS : given;
        final Map<String, String> values = new LinkedHashMap<>();
        values.put("TLS", FABRICS);
        final String devices = settings.get(RdmaSettings.DEVICES);
        if (!devices.isBlank()) {
            values.put("NET_DEVICES", devices.replace(" ", ""));
            values.put("MAX_RNDV_RAILS", Integer.toString(devices.split(",").length));
        }
        // a rank that computes answers no keepalive; who has died the control connections tell
        values.put("KEEPALIVE_INTERVAL", "inf");
        // what leaves from a slot leaves without the peer; what is published waits for it anyway
        values.put("RNDV_THRESH", Integer.toString(2 * Outbox.maxClaim()));
        values.keySet().removeIf(name -> environment.apply("UCX_" + name) != null);
        // UCX warns of those that it finds no use for
        if (names(transports).stream().anyMatch(RELIABLE_FABRICS::contains)) {
            values.putAll(ofFabrics(environment));
        }
        final boolean willing = "y".equals(environment.apply("UCX_POSIX_ERROR_HANDLING"));
        return new UcxSettings(values, detectsDeath(transports, willing), writesMemory(transports));
    }

    private static Map<String, String> ofFabrics(final UnaryOperator<String> environment) {
        final Map<String, String> values = new LinkedHashMap<>();
        // seven times in vain, and the way is given up: after one second, or four where a device takes its time;
        // soft-RoCE
        // takes seven retries for endless ones
        putUnlessGiven(values, RELIABLE_PREFIXES, "TIMEOUT", "100ms", environment);
        putUnlessGiven(values, RELIABLE_PREFIXES, "RETRY_COUNT", "6", environment);
        // a connection that datagrams cannot make ends the process, so never; the meeting has a deadline of its own
        putUnlessGiven(values, DATAGRAM_PREFIXES, "TIMEOUT", "3600s", environment);
        // a device has room for so many, and each takes its time to look through
        putUnlessGiven(values, List.of("", "IB_"), "RCACHE_MAX_REGIONS", "8192", environment);
        return values;
    }

    /** By the first of the prefixes, unless a user has set it by any. */
    private static void putUnlessGiven(
            final Map<String, String> values,
            final List<String> prefixes,
            final String name,
            final String value,
            final UnaryOperator<String> environment) {
        if (prefixes.stream().allMatch(prefix -> environment.apply("UCX_" + prefix + name) == null)) {
            values.put(prefixes.get(0) + name, value);
        }
    }

    /** Whether a transport over a device, such as {@code rc_mlx5/mlx5_0:1}, is over a fabric. */
    static boolean isFabric(final String transport) {
        final String name = transport.split("/")[0];
        return RELIABLE_FABRICS.contains(name) || DATAGRAMS.contains(name);
    }

    private static boolean detectsDeath(final String transports, final boolean posixWilling) {
        return isAllBut(transports)
                ? names(transports).contains("sm")
                : names(transports).stream()
                        .noneMatch(name -> SHARED_MEMORY.contains(name) && !(posixWilling && name.equals("posix")));
    }

    private static boolean writesMemory(final String transports) {
        final List<String> names = names(transports);
        final boolean reliable = names.stream().anyMatch(RELIABLE_FABRICS::contains);
        return !isAllBut(transports)
                && !names.contains("all")
                && names.stream()
                        .allMatch(name -> RELIABLE_FABRICS.contains(name)
                                || SHARED_MEMORY.contains(name)
                                || reliable && DATAGRAMS.contains(name));
    }

    private static boolean isAllBut(final String transports) {
        return transports.startsWith("^");
    }

    private static List<String> names(final String transports) {
        return Arrays.asList(transports.replace("^", "").split(","));
    }
}
