// SPDX-License-Identifier: Apache-2.0
package org.jccl.spark;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** What tasks write down, of whichever process they are. */
final class Notes implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final long PERIOD_MS = 10;

    private final String file;

    Notes(final Path folder) {
        file = folder.resolve("notes").toString();
        add("");
    }

    /** One line. */
    void add(final String line) {
        try {
            Files.writeString(
                    Path.of(file),
                    line.replace('\n', ' ') + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (final IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }

    /** Until a line has that; the test's deadline ends it. */
    void await(final String part) throws InterruptedException {
        while (all().stream().noneMatch(line -> line.contains(part))) {
            Thread.sleep(PERIOD_MS);
        }
    }

    List<String> all() {
        try {
            return Files.readAllLines(Path.of(file)).stream()
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (final IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }
}
