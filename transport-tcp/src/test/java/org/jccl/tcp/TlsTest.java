// SPDX-License-Identifier: Apache-2.0
package org.jccl.tcp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jccl.spi.Connections;
import org.jccl.spi.LaneContract;
import org.jccl.spi.TransportProvider;
import org.jccl.testing.Authority;
import org.jccl.testing.ProcessContract;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** What holds in the clear holds over TLS. */
final class TlsTest {
    /** So that keys change in the middle of the larger transfers: the JDK does so after 128 GiB. */
    private static final String KEYS = "jdk.tls.keyLimits=AES/GCM/NoPadding KeyUpdate 2^20";

    @TempDir
    static Path folder;

    private static Map<String, String> tls;

    @BeforeAll
    static void issue() {
        tls = new Authority(folder, "authority").rank("rank");
    }

    private abstract static class Lanes extends LaneContract {
        @Override
        protected TransportProvider provider() {
            return new TcpTransportProvider();
        }

        @Override
        protected Connections listener(final int rank) {
            return Loopback.listen(tls);
        }

        /** The JDK's engine makes some for each record, about 5 KiB for one there and one back. */
        @Override
        protected double garbageBytes() {
            return 8 << 10;
        }
    }

    @Nested
    final class LanesWithDefaultBuffers extends Lanes {}

    @Nested
    final class LanesWithResumption extends Lanes {
        @Override
        protected Map<String, String> settings() {
            return Map.of("tcp.resume", "10s");
        }
    }

    @Nested
    final class Processes extends ProcessContract {
        @Override
        protected String transport() {
            return "tcp";
        }

        @Override
        protected Map<String, String> environment() {
            final Map<String, String> environment = new HashMap<>(Authority.variables(tls));
            environment.put("JCCL_TOKEN", "a secret");
            environment.put("JAVA_TOOL_OPTIONS", "-Djava.security.properties=" + keyLimits());
            return environment;
        }

        private Path keyLimits() {
            try {
                return Files.writeString(folder.resolve("java.security"), KEYS + "\n");
            } catch (final IOException cannot) {
                throw new UncheckedIOException(cannot);
            }
        }
    }
}
