// SPDX-License-Identifier: Apache-2.0
package org.jccl.tcp;

import java.net.InetAddress;
import java.util.Map;
import org.jccl.control.Endpoint;
import org.jccl.control.ListenAddress;
import org.jccl.spi.Settings;

/** Listeners that only this machine reaches. */
final class Loopback {
    private Loopback() {}

    static Endpoint listen(final String token) {
        return listen(token, InetAddress.getLoopbackAddress());
    }

    static Endpoint listen(final String token, final InetAddress address) {
        return listen(token, address, Map.of());
    }

    private static Endpoint listen(final String token, final InetAddress address, final Map<String, String> given) {
        final Settings settings = Settings.ofProcess(given);
        return Endpoint.open(settings, token.getBytes(), ListenAddress.towards(settings, address));
    }

    /** As a job with these settings does. */
    static Endpoint listen(final Map<String, String> given) {
        return listen("", InetAddress.getLoopbackAddress(), given);
    }
}
