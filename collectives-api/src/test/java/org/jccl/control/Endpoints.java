// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jccl.spi.Settings;

/** Endpoints on loopback for tests. */
final class Endpoints {
    static final byte[] TOKEN = "a secret".getBytes(StandardCharsets.UTF_8);

    private Endpoints() {}

    static Endpoint open(final String... settings) {
        return open(TOKEN, settings);
    }

    /** The settings are names and values in turn. */
    static Endpoint open(final byte[] token, final String... settings) {
        final Settings read = settings(settings);
        return Endpoint.open(read, token, ListenAddress.towards(read, InetAddress.getLoopbackAddress()));
    }

    static Settings settings(final String... namesAndValues) {
        final Map<String, String> map = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return new Settings(map, none -> null, none -> null);
    }
}
