// SPDX-License-Identifier: Apache-2.0
package org.jccl.traffic;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jccl.buffer.Memory;

/**
 * A file that jobs of one host map: made by the first that comes, deleted by the last that leaves. Both hold its lock, and a word
 * in it says that it was deleted, to those who had opened it by then.
 */
final class HostFile {
    private static final long LOCK_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long DELETED = 1;

    private final Path path;
    private final MappedByteBuffer mapping;

    private HostFile(final Path path, final MappedByteBuffer mapping) {
        this.path = path;
        this.mapping = mapping;
    }

    /**
     * Maps it, and makes it if it is not there.
     *
     * @param bytes how long it is, besides its own word; zeros at first
     * @param enter what makes it one that is in use; run while nobody else opens or closes it
     * @throws IOException if it cannot be made, or somebody else holds it for seconds
     */
    static HostFile open(final Path path, final int bytes, final Consumer<HostFile> enter) throws IOException {
        // the system locks files for processes, not for threads
        synchronized (HostFile.class) {
            HostFile opened = null;
            while (opened == null) {
                opened = tryOpen(path, Memory.CACHE_LINE + bytes, enter);
            }
            return opened;
        }
    }

    private static HostFile tryOpen(final Path path, final int length, final Consumer<HostFile> enter)
            throws IOException {
        try (FileChannel channel = channel(path)) {
            lock(channel, path);
            if (channel.size() < length) {
                fill(channel, length);
            }
            final HostFile file = new HostFile(path, channel.map(FileChannel.MapMode.READ_WRITE, 0, length));
            if (Memory.getLongAcquire(file.word()) == DELETED) {
                file.unmap();
                return null;
            }
            enter.accept(file);
            return file;
        }
    }

    private static FileChannel channel(final Path path) throws IOException {
        return FileChannel.open(
                path,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    /** Until the channel is closed. */
    private static void lock(final FileChannel channel, final Path path) throws IOException {
        final long begun = System.nanoTime();
        while (channel.tryLock() == null) {
            if (System.nanoTime() - begun > LOCK_NS) {
                throw new IOException("another process has held " + path + " for 5 s");
            }
            LockSupport.parkNanos(LOOK_NS);
        }
    }

    /** Written, not just sized: a hole in a full file system would be a SIGBUS at its first use. */
    private static void fill(final FileChannel channel, final int length) throws IOException {
        final ByteBuffer zeros = ByteBuffer.allocate(length);
        while (zeros.hasRemaining()) {
            channel.write(zeros, zeros.position());
        }
    }

    private long word() {
        return Memory.address(mapping);
    }

    /** Of what follows its own word. */
    long address() {
        return word() + Memory.CACHE_LINE;
    }

    private void unmap() {
        Memory.release(mapping);
    }

    /**
     * Unmaps it, and deletes it if nobody has use for it any more.
     *
     * @param unused whether that is so; asked while nobody else opens or closes it
     */
    void close(final BooleanSupplier unused) throws IOException {
        synchronized (HostFile.class) {
            try (FileChannel channel = channel(path)) {
                lock(channel, path);
                if (unused.getAsBoolean()) {
                    Memory.putLongRelease(word(), DELETED);
                    Files.deleteIfExists(path);
                }
            } finally {
                unmap();
            }
        }
    }
}
