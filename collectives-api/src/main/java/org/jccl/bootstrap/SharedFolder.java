// SPDX-License-Identifier: Apache-2.0
package org.jccl.bootstrap;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** The files of one run in a folder that several processes use. One thread. */
final class SharedFolder {
    private final Path folder;
    private final String prefix;

    private SharedFolder(final Path folder, final String prefix) {
        this.folder = folder;
        this.prefix = prefix;
    }

    /**
     * Makes the folder if there is none.
     *
     * @param prefix how this run's files begin; other files are none of our business
     */
    static SharedFolder open(final Path folder, final String prefix) throws IOException {
        if (!Files.isDirectory(folder)) {
            createPrivate(folder);
        }
        return new SharedFolder(folder, prefix);
    }

    private static void createPrivate(final Path folder) throws IOException {
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (final UnsupportedOperationException noPermissions) {
            Files.createDirectories(folder);
        }
    }

    /**
     * The content, or null if there is no such file.
     *
     * @param most how many bytes it may have; a longer file, or what is no file at all, is refused before it is read
     */
    byte[] read(final String name, final long most) throws IOException {
        try {
            final BasicFileAttributes found =
                    Files.readAttributes(path(name), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!found.isRegularFile() || found.size() > most) {
                throw new IOException(path(name) + " is no file of at most " + most + " bytes; remove it");
            }
            return Files.readAllBytes(path(name));
        } catch (final NoSuchFileException absent) {
            return null;
        }
    }

    /** Makes the file appear with all its content at once; the temporary file's name begins with {@code token}. */
    void write(final String token, final String name, final byte[] content) throws IOException {
        final Path whole = path(token + ".new-" + FileNote.token());
        Files.write(whole, content);
        Files.move(whole, path(name), StandardCopyOption.ATOMIC_MOVE);
    }

    void delete(final String name) throws IOException {
        Files.deleteIfExists(path(name));
    }

    /** The names of this run's files that begin so, without what is common to all of the run's names. */
    List<String> list(final String begin) throws IOException {
        final List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(
                folder, file -> file.getFileName().toString().startsWith(prefix + begin))) {
            files.forEach(file -> names.add(file.getFileName().toString().substring(prefix.length())));
        }
        return names;
    }

    private Path path(final String name) {
        return folder.resolve(prefix + name);
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
