// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.launch;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.random.RandomGenerator;

/** A port at which ranks may meet. */
final class FreePort {
    /** Above the ports of services, below those that Linux gives to outgoing connections (32768): nobody takes it meanwhile. */
    private static final int FIRST = 12_000;

    private static final int PORTS = 20_000;
    private static final int ATTEMPTS = 100;

    private FreePort() {}

    /** One that nobody listens at just now. */
    static int pick() {
        final RandomGenerator random = RandomGenerator.getDefault();
        for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
            final int port = FIRST + random.nextInt(PORTS);
            if (isFree(port)) {
                return port;
            }
        }
        return FIRST;
    }

    private static boolean isFree(final int port) {
        try (ServerSocket probe = new ServerSocket(port)) {
            return probe.isBound();
        } catch (final IOException taken) {
            return false;
        }
    }
}
