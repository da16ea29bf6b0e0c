// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.machine;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Map;

/** What people call the host of this process. */
public final class HostName {
    /** With this variable users divide the ranks of one machine into hosts. */
    private static final String DIVIDED = "JCCL_HOST";

    private HostName() {}

    /** The value of {@code JCCL_HOST}, or else the machine's name. */
    public static String here() {
        return in(System.getenv());
    }

    static String in(final Map<String, String> environment) {
        final String divided = environment.get(DIVIDED);
        return divided == null || divided.isEmpty() ? ofMachine() : divided;
    }

    private static String ofMachine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (final UnknownHostException nameless) {
            return new SystemFiles(Path.of("/"))
                    .line("proc/sys/kernel/hostname")
                    .orElse("unknown-host");
        }
    }
}
