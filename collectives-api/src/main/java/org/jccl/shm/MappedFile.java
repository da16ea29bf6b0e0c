// SPDX-License-Identifier: Apache-2.0
package org.jccl.shm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jccl.buffer.Memory;

/** A mapped file; unmapped by {@link #close}, after which its address must not be touched. */
final class MappedFile implements AutoCloseable {
    private static final int ZEROS_BYTES = 1 << 20;

    private final Path path;
    private MappedByteBuffer mapping;

    private MappedFile(final Path path, final MappedByteBuffer mapping) {
        this.path = path;
        this.mapping = mapping;
    }

    /**
     * Makes a file that only this user can open. It is written full, not just sized: a hole in a full file system would
     * be a SIGBUS at its first use, while a write that fails is an exception here and now.
     */
    static MappedFile create(final Path path, final long bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(
                path,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            fill(channel, bytes);
            return new MappedFile(path, channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes));
        } catch (final IOException full) {
            Files.deleteIfExists(path);
            throw full;
        }
    }

    static void fill(final FileChannel channel, final long bytes) throws IOException {
        final ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(bytes, ZEROS_BYTES));
        for (long written = 0; written < bytes; ) {
            zeros.clear().limit((int) Math.min(zeros.capacity(), bytes - written));
            written += channel.write(zeros);
        }
    }

    /** Maps a peer's file, which must have at least that length, for reading. */
    static MappedFile open(final Path path, final long bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            if (channel.size() < bytes) {
                throw new IOException("it has " + channel.size() + " bytes instead of " + bytes);
            }
            return new MappedFile(path, channel.map(FileChannel.MapMode.READ_ONLY, 0, bytes));
        }
    }

    /** Maps all of a file for reading. */
    static MappedFile openWhole(final Path path) throws IOException {
        return open(path, Files.size(path));
    }

    long address() {
        return Memory.address(mapping);
    }

    void unlink() {
        try {
            Files.deleteIfExists(path);
        } catch (final IOException ignored) {
            // it is in a folder of memory that a reboot clears
        }
    }

    @Override
    public void close() {
        if (mapping != null) {
            Memory.release(mapping);
            mapping = null;
        }
    }
}
