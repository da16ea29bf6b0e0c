// SPDX-License-Identifier: Apache-2.0
package org.jccl.bootstrap;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jccl.error.CollectiveException;
import org.jccl.error.InvalidUsageException;
import org.jccl.error.TransportException;

/**
 * Ranks that share a folder leave notes for each other in it. Files of run {@code R}:
 *
 * <pre>
 *   jccl-R.begin            rank 0 drew the token T for this meeting
 *   jccl-R.T.note-K-N       what rank K says, signed with a nonce N of its own
 *   jccl-R.T.all            everyone's notes, by rank 0
 *   jccl-R.T.failed         why there will be no "all", and whose notes were there
 * </pre>
 *
 * Every file appears whole, by renaming. What an earlier run left behind does no harm: a rank believes only an "all" or
 * "failed" that holds its own nonce, and rank 0 removes what carries other tokens. When all have read, rank 0 removes
 * the rest. Two jobs at once need two folders or two runs ({@code ?run=ID}). Any thread; used once per object and rank.
 */
public final class FileStore implements Rendezvous {
    /** The most that one rank may say. */
    static final int MAX_ENTRY_BYTES = 1 << 20;

    private final Path folder;
    private final String run;

    /**
     * Does not touch the folder yet.
     *
     * @param folder made, for this user alone, if it does not exist
     * @param run names this job's files, so that several jobs can share a folder
     */
    public FileStore(final Path folder, final String run) {
        this.folder = folder;
        this.run = run;
    }

    @Override
    public List<byte[]> allGather(final byte[] mine, final int rank, final int size, final Duration timeout) {
        if (mine.length > MAX_ENTRY_BYTES) {
            throw new InvalidUsageException("rank " + rank + " wants to tell the others " + mine.length
                    + " bytes; the store takes " + MAX_ENTRY_BYTES + " from each");
        }
        if (size == 1) {
            return List.of(mine.clone());
        }
        final FileNote note = FileNote.of(mine, rank, size);
        try {
            final SharedFolder files = SharedFolder.open(folder, "jccl-" + run + ".");
            final Polling polling = new Polling(timeout);
            return rank == 0
                    ? new FileHost(files, polling, note).gather()
                    : new FileGuest(files, polling, note).gather();
        } catch (final IOException cannot) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CollectiveException("rank " + rank + " was interrupted while the ranks met", cannot);
            }
            throw new TransportException(
                    "rank " + rank + " cannot use the shared folder " + folder + ": " + cannot, cannot);
        }
    }
}
