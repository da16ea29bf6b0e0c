// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.launch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;

/**
 * A host and how many ranks it takes.
 *
 * @param name as {@code ssh} takes it: a name, an address, or {@code user@name}
 * @param slots how many ranks
 */
public record HostSlots(String name, int slots) {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1");

    /** Whether it is this machine, which takes no {@code ssh}. */
    boolean isHere() {
        return LOOPBACK.contains(name) || name.equals(ownName());
    }

    /** The name without a user. */
    String host() {
        return name.substring(name.indexOf('@') + 1);
    }

    /** What others know this machine by, as far as it can tell. */
    static String ownName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (final UnknownHostException nameless) {
            return "localhost";
        }
    }
}
