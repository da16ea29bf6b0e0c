// SPDX-License-Identifier: Apache-2.0
package org.jccl.bootstrap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jccl.error.TransportException;
import org.jccl.spi.Candidates;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder in which the ranks of a running job leave their addresses for newcomers, a file {@code jccl-member.N} each. A
 * rank takes its file away when it leaves; that of a killed one stays, and leads nowhere.
 */
final class MemberFolder {
    private static final Logger LOG = LoggerFactory.getLogger(MemberFolder.class);
    private static final String PREFIX = "jccl-member.";
    /** Many addresses, with names. */
    private static final int MOST_BYTES = 16 << 10;

    private final Path folder;

    MemberFolder(final Path folder) {
        this.folder = folder;
    }

    /** Leaves this process's address; what is returned takes it away. */
    Runnable leave(final Candidates mine) {
        final String name = FileNote.token();
        try {
            final SharedFolder files = SharedFolder.open(folder, PREFIX);
            files.write(name, name, mine.encode().getBytes(StandardCharsets.UTF_8));
            return () -> delete(files, name);
        } catch (final IOException cannot) {
            throw new TransportException(
                    "cannot leave this rank's address in the folder " + folder + " (setting members): " + cannot,
                    cannot);
        }
    }

    private static void delete(final SharedFolder files, final String name) {
        try {
            files.delete(name);
        } catch (final IOException cannot) {
            LOG.warn("this rank's address stays in the folder {}: {}", files, cannot.toString());
        }
    }

    /** The addresses that lie there. */
    List<Candidates> list() throws IOException {
        final SharedFolder files = SharedFolder.open(folder, PREFIX);
        final List<Candidates> members = new ArrayList<>();
        for (final String name : files.list("")) {
            final byte[] content = FileNote.isToken(name) ? files.read(name, MOST_BYTES) : null;
            if (content != null) {
                members.add(parse(name, content));
            }
        }
        return members;
    }

    private Candidates parse(final String name, final byte[] content) throws IOException {
        try {
            return Candidates.parse(new String(content, StandardCharsets.UTF_8));
        } catch (final IllegalArgumentException malformed) {
            throw new IOException(
                    "the file " + PREFIX + name + " in " + folder + " is no rank's: " + malformed.getMessage(),
                    malformed);
        }
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
