// SPDX-License-Identifier: Apache-2.0
package org.jccl.gpu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** What {@code src/main/cuda/build.sh} writes of a kernel's sources into the PTX that it makes of them. */
public final class CudaSources {
    private CudaSources() {}

    /** The first line of the PTX of that source, whose folder is now as it was when the PTX was made. */
    public static String firstLineOf(final Path source) throws IOException {
        return "// sha256 " + sha256(folder(source.getParent())) + " of " + source.getFileName();
    }

    private static byte[] folder(final Path folder) throws IOException {
        final List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> !file.endsWith("build.sh")).sorted().toList();
        }
        final StringBuilder text = new StringBuilder();
        for (final Path file : files) {
            text.append(Files.readString(file));
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String sha256(final byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
