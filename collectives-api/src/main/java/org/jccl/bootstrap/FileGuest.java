// SPDX-License-Identifier: Apache-2.0
package org.jccl.bootstrap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jccl.error.CollectiveTimeoutException;
import org.jccl.error.TransportException;

/** A rank other than 0 in a shared folder. Used once, by one thread. */
final class FileGuest {
    private static final Pattern NOTE = Pattern.compile(".*\\.note-(\\d+)-[0-9a-f]+");

    private final SharedFolder files;
    private final Polling polling;
    private final FileNote mine;
    private String token;

    FileGuest(final SharedFolder files, final Polling polling, final FileNote mine) {
        this.files = files;
        this.polling = polling;
        this.mine = mine;
    }

    List<byte[]> gather() throws IOException {
        while (true) {
            follow();
            final List<FileNote> all = token == null ? null : toMe(FileHost.all(token));
            if (all != null) {
                files.delete(name());
                return entries(all);
            }
            checkFailure();
            if (polling.isLate()) {
                throw new CollectiveTimeoutException(absence());
            }
            polling.pause();
        }
    }

    private List<byte[]> entries(final List<FileNote> all) {
        final int[] ranks = all.stream().mapToInt(FileNote::rank).toArray();
        if (!Arrays.equals(ranks, IntStream.range(0, mine.size()).toArray())) {
            throw new TransportException("what rank 0 wrote into the shared folder " + files + " has notes of ranks "
                    + Arrays.toString(ranks) + ", not of all " + mine.size() + "; who else writes there?");
        }
        return all.stream().map(FileNote::entry).toList();
    }

    /** Goes to the meeting that rank 0 has begun, or begun anew: what was there before was left by an earlier run. */
    private void follow() throws IOException {
        final byte[] begun = files.read(FileHost.BEGIN, FileNote.maxBytes(0));
        final String drawn = begun == null ? null : new String(begun, StandardCharsets.UTF_8);
        if (drawn == null || drawn.equals(token) || !FileNote.isToken(drawn)) {
            return;
        }
        token = drawn;
        try {
            files.write(token, name(), FileNote.encode(List.of(mine)));
        } catch (final NoSuchFileException swept) {
            // rank 0 began anew while we wrote; the next look sees where
            token = null;
        }
    }

    private String name() {
        return FileHost.note(token) + mine.rank() + "-" + mine.nonce();
    }

    /** What rank 0 wrote, if it had seen this very note; else null. */
    private List<FileNote> toMe(final String name) throws IOException {
        final byte[] written = files.read(name, FileNote.maxBytes(mine.size()));
        if (written == null) {
            return null;
        }
        final List<FileNote> notes = FileNote.decode(written);
        final boolean seen = notes.stream().anyMatch(note -> note.nonce().equals(mine.nonce()));
        return seen ? notes : null;
    }

    private void checkFailure() throws IOException {
        final List<FileNote> told = token == null ? null : toMe(FileHost.failed(token));
        if (told != null) {
            files.delete(name());
            throw new TransportException(new String(told.get(0).entry(), StandardCharsets.UTF_8));
        }
    }

    private String absence() throws IOException {
        if (token == null) {
            return "rank 0 did not begin in the shared folder " + files + " while rank " + mine.rank() + " waited; is "
                    + "it started, with the same folder?";
        }
        final Set<Integer> present = files.list(FileHost.note(token)).stream()
                .map(NOTE::matcher)
                .filter(Matcher::matches)
                .map(note -> Integer.valueOf(note.group(1)))
                .collect(Collectors.toSet());
        return Absence.after(polling.timeout(), mine.size(), rank -> rank == 0 || present.contains(rank))
                + " to the shared folder " + files;
    }
}
