// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The text files in which Linux says what a machine has; on other systems there are none, and nothing is found. */
final class SystemFiles {
    private final Path root;

    /** Below a folder: {@code /}, or a test's. */
    SystemFiles(final Path root) {
        this.root = root;
    }

    /** The lines of a file; none if it cannot be read. */
    List<String> lines(final String file) {
        try {
            return Files.readAllLines(root.resolve(file));
        } catch (final IOException | UncheckedIOException notThere) {
            return List.of();
        }
    }

    /** The first line of a file. */
    Optional<String> line(final String file) {
        return lines(file).stream().findFirst();
    }

    /** What follows a name at the beginning of a line, without colon and spaces. */
    Optional<String> field(final String file, final String name) {
        return lines(file).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).replaceFirst("^[\\s:]+", ""))
                .findFirst();
    }
}
