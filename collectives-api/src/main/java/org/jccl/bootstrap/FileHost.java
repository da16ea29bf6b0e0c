// SPDX-License-Identifier: Apache-2.0
package org.jccl.bootstrap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jccl.error.CollectiveException;
import org.jccl.error.CollectiveTimeoutException;
import org.jccl.error.TransportException;

/** Rank 0 in a shared folder: gathers the notes, tells everyone, tidies up. Used once, by one thread. */
final class FileHost {
    static final String BEGIN = "begin";

    private final SharedFolder files;
    private final Polling polling;
    private final FileNote mine;
    private final String token = FileNote.token();
    private final Map<Integer, FileNote> notes = new TreeMap<>();
    private final Set<String> read = new HashSet<>();

    FileHost(final SharedFolder files, final Polling polling, final FileNote mine) {
        this.files = files;
        this.polling = polling;
        this.mine = mine;
        notes.put(0, mine);
    }

    static String note(final String token) {
        return token + ".note-";
    }

    static String all(final String token) {
        return token + ".all";
    }

    static String failed(final String token) {
        return token + ".failed";
    }

    List<byte[]> gather() throws IOException {
        for (final String leftover : files.list("")) {
            files.delete(leftover);
        }
        files.write(token, BEGIN, token.getBytes(StandardCharsets.UTF_8));
        try {
            while (notes.size() < mine.size()) {
                polling.pause();
                checkAlone();
                readNotes();
                checkTime();
            }
        } catch (final CollectiveException failure) {
            tell(failure);
            throw failure;
        }
        files.write(token, all(token), FileNote.encode(List.copyOf(notes.values())));
        awaitReaders();
        tidy();
        return notes.values().stream().map(FileNote::entry).toList();
    }

    private void checkAlone() throws IOException {
        final byte[] begun = files.read(BEGIN, FileNote.maxBytes(0));
        if (begun == null || !Arrays.equals(begun, token.getBytes(StandardCharsets.UTF_8))) {
            throw new TransportException("another process is rank 0 in the shared folder " + files
                    + " at the same time; give each job its own folder, or its own ?run=ID");
        }
    }

    private void readNotes() throws IOException {
        for (final String name : files.list(note(token))) {
            final byte[] note = files.read(name, FileNote.maxBytes(1));
            // a note can be gone again: another job's rank 0 sweeps what is not its own
            if (note != null && read.add(name)) {
                take(readNote(name, note));
            }
        }
    }

    private FileNote readNote(final String name, final byte[] note) {
        try {
            final List<FileNote> found = FileNote.decode(note);
            if (found.size() == 1) {
                return found.get(0);
            }
            throw new IOException(found.size() + " notes");
        } catch (final IOException malformed) {
            throw new TransportException(
                    "the file " + name + " in the shared folder " + files + " is not what a rank writes ("
                            + malformed.getMessage() + "); who else writes there?",
                    malformed);
        }
    }

    private void take(final FileNote note) {
        if (note.size() != mine.size()) {
            throw new TransportException(note.author() + " says that it is rank " + note.rank() + " of " + note.size()
                    + ", but rank 0 (" + mine.author() + ") was told that there are " + mine.size());
        }
        if (note.rank() < 0 || note.rank() >= mine.size()) {
            throw new TransportException(
                    note.author() + " says that it is rank " + note.rank() + ", but there are " + mine.size());
        }
        final FileNote other = notes.putIfAbsent(note.rank(), note);
        if (other != null) {
            throw new TransportException("two processes say that they are rank " + note.rank() + ": " + other.author()
                    + " and " + note.author());
        }
    }

    private void checkTime() {
        if (notes.size() < mine.size() && polling.isLate()) {
            throw new CollectiveTimeoutException(Absence.after(polling.timeout(), mine.size(), notes::containsKey)
                    + " to the shared folder " + files);
        }
    }

    /** The failure is a note of rank 0, with the notes of those that it concerns behind it. */
    private void tell(final CollectiveException failure) throws IOException {
        final byte[] why = failure.getMessage().getBytes(StandardCharsets.UTF_8);
        final List<FileNote> told = new ArrayList<>();
        told.add(new FileNote(0, mine.size(), mine.nonce(), mine.author(), why));
        for (final String name : files.list(note(token))) {
            final byte[] note = files.read(name, FileNote.maxBytes(1));
            if (note != null) {
                told.addAll(readable(note));
            }
        }
        files.write(token, failed(token), FileNote.encode(told));
    }

    /** None, if it is the very note that cannot be read. */
    private static List<FileNote> readable(final byte[] note) {
        try {
            return FileNote.decode(note);
        } catch (final IOException malformed) {
            return List.of();
        }
    }

    /** A rank removes its note when it has read everyone's. */
    private void awaitReaders() throws IOException {
        while (!files.list(note(token)).isEmpty() && !polling.isLate()) {
            polling.pause();
        }
    }

    private void tidy() throws IOException {
        for (final String name : files.list(token)) {
            files.delete(name);
        }
        files.delete(BEGIN);
    }
}
