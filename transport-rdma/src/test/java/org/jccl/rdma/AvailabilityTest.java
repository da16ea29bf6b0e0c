// SPDX-License-Identifier: Apache-2.0
package org.jccl.rdma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jccl.spi.TransportProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What users read where RDMA cannot be used; each case in a process of its own, since the answer is found once. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class AvailabilityTest {
    /** Prints what {@link RdmaTransportProvider#unavailable} says. */
    public static final class Asking {
        private static final int NULLS = 200_000;

        private Asking() {}

        /** Found as any user's code finds it. */
        public static void main(final String[] none) {
            ServiceLoader.load(TransportProvider.class).stream()
                    .map(ServiceLoader.Provider::get)
                    .filter(provider -> provider.name().equals("rdma"))
                    .forEach(provider -> {
                        System.out.println("details: " + provider.details());
                        System.out.println("found " + nulls() + " of " + NULLS);
                        System.out.println("answer: " + provider.unavailable());
                        System.out.println("found " + nulls() + " of " + NULLS);
                    });
        }

        /** Often enough that the JVM finds null references by the signal that they raise, which UCX would like to handle. */
        private static int nulls() {
            int found = 0;
            for (int i = 0; i < NULLS; i++) {
                try {
                    found += length(i % 2 == 0 ? null : new int[1]);
                } catch (final NullPointerException expected) {
                    found++;
                }
            }
            return found;
        }

        private static int length(final int[] array) {
            return array.length;
        }
    }

    @Test
    void shouldLeaveUcxAloneWhereThereIsNoDevice() throws Exception {
        assumeThat(Devices.ofMachine().areThere())
                .as("this machine has a device for RDMA")
                .isFalse();
        assertThat(ask(classPath(), Map.of(), List.of())).contains("no device for RDMA", "tcp is used instead");
    }

    @Test
    void shouldSayThatJucxIsMissing() throws Exception {
        final List<String> without = classPath().stream()
                .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("jucx"))
                .toList();
        assertThat(ask(without, Map.of("UCX_TLS", "posix"), List.of()))
                .containsAnyOf("add org.openucx:jucx", "libucp.so.0 is not found", "native part");
    }

    @Test
    void shouldSayThatItsNativePartIsSwitchedOff() throws Exception {
        assertThat(ask(classPath(), Map.of("UCX_TLS", "posix"), List.of("-Djccl.native=off")))
                .contains("switched off by jccl.native or JCCL_NATIVE");
    }

    @Test
    @ExtendWith(RequiresUcx.class)
    void shouldSayThatNoDeviceIsPermitted() throws Exception {
        assertThat(ask(classPath(), Map.of("UCX_TLS", "tcp", "UCX_NET_DEVICES", "nothing0"), List.of()))
                .contains("UCX ", "JUCX ", "finds nothing to use", "UCX_TLS", "JCCL_RDMA_DEVICES");
    }

    @Test
    @ExtendWith(RequiresUcx.class)
    void shouldBeAvailableWhereUcxFindsSomething() throws Exception {
        assertThat(ask(classPath(), Map.of("UCX_TLS", "posix"), List.of()))
                .contains("UCX may use posix", "UCX moves memory of the host")
                .endsWith("answer: null");
    }

    private static List<String> classPath() {
        return Arrays.asList(System.getProperty("java.class.path").split(":"));
    }

    private static String ask(
            final List<String> classPath, final Map<String, String> environment, final List<String> options)
            throws IOException, InterruptedException {
        final List<String> command = new java.util.ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(options);
        command.addAll(List.of("-cp", String.join(":", classPath), Asking.class.getName()));
        final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("UCX_"));
        builder.environment().putAll(environment);
        final Process asking = builder.start();
        final String said = new String(asking.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(asking.waitFor()).as(said).isZero();
        assertThat(said).contains("found 200000 of 200000");
        return said.lines()
                .filter(line -> line.startsWith("details: ") || line.startsWith("answer: "))
                .collect(Collectors.joining("\n"));
    }
}
