// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.chaos;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jccl.error.TransportException;

/** What the library has in this process: its threads, and sockets. When all communicators are closed there must be none. */
final class Remains {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    /** Threads end a moment after they were told to. */
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(5);

    private final Set<String> before;

    /** What is there before, the JVM's own. */
    Remains() throws IOException {
        // the first socket that is closed has the JVM keep another one for good
        SocketChannel.open().close();
        before = all();
    }

    /** Waits a moment for what is about to end. */
    void requireNone() throws InterruptedException {
        final long begun = System.nanoTime();
        while (!since().isEmpty()) {
            if (System.nanoTime() - begun > PATIENCE_NS) {
                throw new TransportException("closed, and yet there are " + since());
            }
            Thread.sleep(20);
        }
    }

    private Set<String> since() {
        final Set<String> found = all();
        found.removeAll(before);
        return found;
    }

    private static Set<String> all() {
        final Set<String> found = new TreeSet<>();
        Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("jccl-"))
                .forEach(found::add);
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(DESCRIPTORS)) {
            for (final Path descriptor : descriptors) {
                targets(descriptor).stream()
                        .filter(target -> target.startsWith("socket:"))
                        .forEach(found::add);
            }
        } catch (final IOException notLinux) {
            found.add("no " + DESCRIPTORS + " to look at: " + notLinux);
        }
        return found;
    }

    private static List<String> targets(final Path descriptor) {
        try {
            return List.of(Files.readSymbolicLink(descriptor).toString());
        } catch (final IOException closedMeanwhile) {
            return List.of();
        }
    }
}
