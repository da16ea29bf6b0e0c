// SPDX-License-Identifier: Apache-2.0
package org.jccl.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;

/** What lies under {@code /proc} and {@code /dev/shm}, where what is listed may be gone before it is read. */
final class FilesOfKernel {
    private FilesOfKernel() {}

    /** Its lines, none if it is gone. */
    static Stream<String> lines(final Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (final IOException gone) {
            return Stream.empty();
        }
    }

    /** Whether it is there, and was made after that. */
    static boolean isNewer(final Path file, final Instant than) {
        try {
            return Files.getLastModifiedTime(file).toInstant().isAfter(than);
        } catch (final IOException gone) {
            return false;
        }
    }

    /** What it points to, nothing if it is gone. */
    static String target(final Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (final IOException gone) {
            return "";
        }
    }
}
