// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder that only this user can read, and that is removed with what is in it. */
public final class TemporaryFolder implements AutoCloseable {
    private final Path folder;

    private TemporaryFolder(final Path folder) {
        this.folder = folder;
    }

    /** A new, empty one. */
    public static TemporaryFolder create() throws IOException {
        return new TemporaryFolder(Files.createTempDirectory("jccl-"));
    }

    /** Where it is. */
    public Path path() {
        return folder;
    }

    /** Removes it; files that vanish meanwhile are no error. */
    @Override
    public void close() throws IOException {
        try {
            for (final Path path : deepestFirst()) {
                Files.deleteIfExists(path);
            }
        } catch (final NoSuchFileException closedTwice) {
            return;
        }
    }

    private List<Path> deepestFirst() throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.sorted(Comparator.reverseOrder()).toList();
        }
    }
}
