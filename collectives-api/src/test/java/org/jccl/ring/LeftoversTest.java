// SPDX-License-Identifier: Apache-2.0
package org.jccl.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LeftoversTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    private Path folder;

    private Path named(final String ending) {
        return folder.resolve("jccl-" + UUID.randomUUID() + ending);
    }

    private static ServerSocketChannel listenAt(final Path path) throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path));
    }

    private static Path aged(final Path path) throws IOException {
        return Files.setLastModifiedTime(path, FileTime.from(Instant.now().minus(HOUR)));
    }

    @Test
    void shouldTakeAwayWhatNobodyListensAt() throws IOException {
        final Path socket = named("");
        listenAt(socket).close();
        final Path memory = Files.createFile(Path.of(socket + ".rings"));
        final Path orphan = Files.createFile(named(".rings"));

        Leftovers.sweep(folder);
        assertThat(socket).as("too young").exists();
        assertThat(orphan).as("too young").exists();

        aged(socket);
        aged(orphan);
        Leftovers.sweep(folder);
        assertThat(socket).doesNotExist();
        assertThat(memory).doesNotExist();
        assertThat(orphan).doesNotExist();
    }

    @Test
    void shouldLeaveThoseThatLiveAndWhatIsNotOurs() throws IOException {
        final Path socket = named("");
        try (ServerSocketChannel living = listenAt(socket)) {
            final Path memory = aged(Files.createFile(Path.of(socket + ".rings")));
            final Path other = aged(Files.createFile(folder.resolve("jccl-notes")));
            aged(socket);
            Leftovers.sweep(folder);
            assertThat(living.isOpen()).isTrue();
            assertThat(socket).exists();
            assertThat(memory).exists();
            assertThat(other).exists();
        }
    }

    @Test
    void shouldNotDisturbARankThatIsLookedAt() throws Exception {
        final long timeoutNs = TimeUnit.SECONDS.toNanos(30);
        final ExecutorService thread = Executors.newSingleThreadExecutor();
        try (DoorbellMesh lower = new DoorbellMesh(0, timeoutNs);
                DoorbellMesh higher = new DoorbellMesh(1, timeoutNs)) {
            SocketChannel.open(UnixDomainSocketAddress.of(lower.path())).close();
            higher.dial(0, lower.path());
            final Callable<Void> accept = () -> {
                lower.accept(1);
                return null;
            };
            thread.submit(accept).get(30, TimeUnit.SECONDS);
            assertThat(Path.of(lower.path())).doesNotExist();
        } finally {
            thread.shutdownNow();
        }
    }
}
