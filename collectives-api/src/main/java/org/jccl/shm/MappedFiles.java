// SPDX-License-Identifier: Apache-2.0
package org.jccl.shm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jccl.buffer.RegisteredMemory;
import org.jccl.error.TransportException;
import org.jccl.ring.Regions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Memory between processes: files in a folder of memory, written by their owner and mapped read-only by the peers.
 *
 * <p>The rings' file has a name until all peers have mapped it. Allocated memory never has one: it is unlinked at
 * once, and peers map it through the owner's {@code /proc/PID/fd/N} when the first reference to it arrives, so that
 * nothing stays behind however the processes end.
 */
final class MappedFiles implements Regions {
    private static final Logger LOG = LoggerFactory.getLogger(MappedFiles.class);

    private final Path folder;
    private final int rank;
    private final Map<Integer, Long> processes = new HashMap<>();
    private final Map<RegionKey, MappedFile> references = new HashMap<>();
    private final List<MappedFile> rings = new ArrayList<>();
    private final CopyOnWriteArrayList<SharedAllocation> allocations = new CopyOnWriteArrayList<>();
    private MappedFile own;
    private RegionKey latest;
    private MappedFile latestFile;

    /** A region of a peer: the number it gave, which holds the descriptor and a serial number. */
    private record RegionKey(int peer, long region) {}

    /**
     * None yet.
     *
     * @param rank whose they are, for the log
     */
    MappedFiles(final Path folder, final int rank) {
        this.rank = rank;
        this.folder = folder;
    }

    @Override
    public long create(final String token, final long bytes) {
        try {
            own = MappedFile.create(rings(token), bytes);
            return own.address();
        } catch (final IOException cannot) {
            throw new TransportException(
                    "cannot make " + bytes + " bytes of shared memory at " + rings(token) + ": " + cannot.getMessage()
                            + "; give " + folder + " more room, or use transport tcp",
                    cannot);
        }
    }

    private static Path rings(final String token) {
        return Path.of(token + ".rings");
    }

    /** The number of this process, through which peers reach its descriptors. */
    @Override
    public long handle() {
        return ProcessHandle.current().pid();
    }

    @Override
    public long open(final int peer, final String peerToken, final long handle, final long bytes) {
        processes.put(peer, handle);
        try {
            final MappedFile file = MappedFile.open(rings(peerToken), bytes);
            rings.add(file);
            return file.address();
        } catch (final IOException cannot) {
            throw new TransportException(
                    "cannot map rank " + peer + "'s shared memory " + rings(peerToken) + ": " + cannot.getMessage(),
                    cannot);
        }
    }

    @Override
    public void opened() {
        own.unlink();
    }

    @Override
    public RegisteredMemory allocate(final long bytes) {
        if (bytes > Integer.MAX_VALUE) {
            LOG.info(
                    "rank {}: {} bytes are more than one mapping holds (2 GiB): this memory will be copied to peers",
                    rank,
                    bytes);
            return null;
        }
        try {
            final SharedAllocation allocation = SharedAllocation.create(folder, bytes, allocations::remove);
            allocations.add(allocation);
            return allocation;
        } catch (final IOException cannot) {
            LOG.info(
                    "rank {}: no {} bytes of shared memory ({}): this memory will be copied to peers",
                    rank,
                    bytes,
                    cannot.toString());
            return null;
        }
    }

    @Override
    public long regionOf(final long address, final long length) {
        for (final SharedAllocation allocation : allocations) {
            if (allocation.holds(address, length)) {
                return allocation.region();
            }
        }
        return 0;
    }

    @Override
    public long offsetIn(final long region, final long address) {
        for (final SharedAllocation allocation : allocations) {
            if (allocation.region() == region) {
                return address - allocation.address();
            }
        }
        throw new IllegalStateException("no region " + region);
    }

    @Override
    public long reach(final int peer, final long region, final long offset) {
        if (latest == null || latest.peer() != peer || latest.region() != region) {
            final RegionKey key = new RegionKey(peer, region);
            MappedFile file = references.get(key);
            if (file == null) {
                file = openReference(key);
                references.put(key, file);
            }
            latest = key;
            latestFile = file;
        }
        return latestFile.address() + offset;
    }

    private MappedFile openReference(final RegionKey key) {
        final int descriptor = SharedAllocation.descriptor(key.region());
        // the peer closed what had this descriptor before: let go of it here too
        references.entrySet().removeIf(entry -> {
            final boolean stale = entry.getKey().peer() == key.peer()
                    && SharedAllocation.descriptor(entry.getKey().region()) == descriptor;
            if (stale) {
                entry.getValue().close();
            }
            return stale;
        });
        final Path path = Path.of("/proc/" + processes.get(key.peer()) + "/fd/" + descriptor);
        try {
            return MappedFile.openWhole(path);
        } catch (final IOException cannot) {
            throw new TransportException(
                    "cannot map memory of rank " + key.peer() + " at " + path + ": " + cannot.getMessage(), cannot);
        }
    }

    @Override
    public void close() {
        if (own != null) {
            own.unlink();
            own.close();
        }
        rings.forEach(MappedFile::close);
        references.values().forEach(MappedFile::close);
        rings.clear();
        references.clear();
    }
}
