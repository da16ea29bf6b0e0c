// SPDX-License-Identifier: Apache-2.0
package org.jccl.shm;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jccl.buffer.Memory;
import org.jccl.buffer.RegisteredMemory;

/** Memory in a file without a name, whose descriptor stays open so that peers can map it through {@code /proc}. */
final class SharedAllocation implements RegisteredMemory {
    private final FileChannel channel;
    private final long lengthBytes;
    private final long region;
    private final Consumer<SharedAllocation> onClose;
    private MappedByteBuffer mapping;

    private SharedAllocation(
            final FileChannel channel,
            final long lengthBytes,
            final int descriptor,
            final Consumer<SharedAllocation> onClose)
            throws IOException {
        this.channel = channel;
        this.lengthBytes = lengthBytes;
        // a descriptor's number is used again after a close, the time is not
        this.region = System.nanoTime() << Integer.SIZE | descriptor;
        this.onClose = onClose;
        this.mapping = channel.map(FileChannel.MapMode.READ_WRITE, 0, lengthBytes);
    }

    static SharedAllocation create(final Path folder, final long bytes, final Consumer<SharedAllocation> onClose)
            throws IOException {
        final Path path = folder.resolve("jccl-" + UUID.randomUUID() + ".memory");
        final FileChannel channel = FileChannel.open(
                path,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            final int descriptor = descriptorOf(path);
            Files.delete(path);
            MappedFile.fill(channel, bytes);
            return new SharedAllocation(channel, bytes, descriptor, onClose);
        } catch (final IOException failed) {
            Files.deleteIfExists(path);
            channel.close();
            throw failed;
        }
    }

    /** Java does not tell a file's descriptor, but the kernel lists all of them with what they point to. */
    private static int descriptorOf(final Path path) throws IOException {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
            for (final Path descriptor : descriptors) {
                if (pointsTo(descriptor, path)) {
                    return Integer.parseInt(descriptor.getFileName().toString());
                }
            }
        }
        throw new IOException("/proc/self/fd does not list " + path);
    }

    private static boolean pointsTo(final Path descriptor, final Path path) throws IOException {
        try {
            return Files.readSymbolicLink(descriptor).equals(path);
        } catch (final NoSuchFileException | NotLinkException closedMeanwhile) {
            // another thread's; the one that is looked for stays open
            return false;
        }
    }

    static int descriptor(final long region) {
        return (int) region;
    }

    long region() {
        return region;
    }

    boolean holds(final long from, final long length) {
        return mapping != null && from >= address() && from + length <= address() + lengthBytes;
    }

    @Override
    public long address() {
        return Memory.address(mapping);
    }

    @Override
    public long lengthBytes() {
        return lengthBytes;
    }

    @Override
    public synchronized void close() {
        if (mapping == null) {
            return;
        }
        onClose.accept(this);
        Memory.release(mapping);
        mapping = null;
        try {
            channel.close();
        } catch (final IOException ignored) {
            // the descriptor is gone either way
        }
    }
}
