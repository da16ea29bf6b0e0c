// SPDX-License-Identifier: Apache-2.0
package org.jccl.ring;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What ranks leave behind that were killed while they connected: sockets at which nobody listens, and the memory that has
 * the same name. Once connected, ranks have nothing that has a name. Those that start later take it away.
 */
final class Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
    private static final Pattern OURS = Pattern.compile("jccl-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(\\.rings)?");
    private static final String MEMORY = ".rings";
    /** Nobody takes so long between making a socket and listening at it. */
    private static final long SOCKET_MS = 10_000;
    /** Nor between the last of its peers that comes and the moment at which all have opened its memory. */
    private static final long MEMORY_MS = 600_000;

    private Leftovers() {}

    /** Takes away what nobody can use any more; what belongs to other users stays. */
    static void sweep(final Path folder) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(
                folder, file -> OURS.matcher(file.getFileName().toString()).matches())) {
            for (final Path file : files) {
                sweepOne(file);
            }
        } catch (final IOException notNow) {
            LOG.debug("cannot look for leftovers in {}", folder, notNow);
        }
    }

    private static void sweepOne(final Path file) throws IOException {
        final boolean memory = file.toString().endsWith(MEMORY);
        if (memory ? isAlone(file) && isOlder(file, MEMORY_MS) : isOlder(file, SOCKET_MS) && !isListening(file)) {
            delete(file);
            if (!memory) {
                delete(Path.of(file + MEMORY));
            }
        }
    }

    private static void delete(final Path file) {
        try {
            if (Files.deleteIfExists(file)) {
                LOG.debug("took away {}, which a killed rank had left", file);
            }
        } catch (final IOException anotherUsers) {
            LOG.debug("cannot take away {}", file, anotherUsers);
        }
    }

    private static boolean isAlone(final Path memory) {
        final String name = memory.toString();
        return !Files.exists(Path.of(name.substring(0, name.length() - MEMORY.length())), LinkOption.NOFOLLOW_LINKS);
    }

    private static boolean isOlder(final Path file, final long ms) {
        try {
            final BasicFileAttributes found =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return System.currentTimeMillis() - found.lastModifiedTime().toMillis() > ms;
        } catch (final IOException gone) {
            return false;
        }
    }

    /** Whoever listens hears a caller that says nothing, and goes on. */
    private static boolean isListening(final Path socket) {
        try (SocketChannel caller = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return caller.isConnected();
        } catch (final ConnectException refused) {
            return false;
        } catch (final IOException unclear) {
            return true;
        }
    }
}
