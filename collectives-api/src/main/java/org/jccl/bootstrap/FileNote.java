// SPDX-License-Identifier: Apache-2.0
package org.jccl.bootstrap;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What one rank says through a file.
 *
 * @param nonce drawn by its author, so that it knows its own note again
 * @param author host and process, for messages
 */
record FileNote(int rank, int size, String nonce, String author, byte[] entry) {
    /** Numbers and two short texts. */
    private static final int MAX_HEADER_BYTES = 1 << 10;

    private static final Pattern TOKEN = Pattern.compile("[0-9a-f]{32}");

    /** This process's note. */
    static FileNote of(final byte[] entry, final int rank, final int size) {
        final String author = "process " + ProcessHandle.current().pid() + " on " + host();
        return new FileNote(rank, size, token(), author, entry);
    }

    /** The most that so many notes take. */
    static long maxBytes(final int count) {
        return (long) (count + 1) * (FileStore.MAX_ENTRY_BYTES + MAX_HEADER_BYTES);
    }

    /** Whether that may be a {@link #token}: it becomes part of a file's name, and must not lead to another folder. */
    static boolean isToken(final String text) {
        return TOKEN.matcher(text).matches();
    }

    /** Something that nobody drew before. */
    static String token() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (final UnknownHostException nameless) {
            return "an unnamed host";
        }
    }

    static byte[] encode(final List<FileNote> notes) {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(notes.size());
            for (final FileNote note : notes) {
                note.write(out);
            }
        } catch (final IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private void write(final DataOutputStream out) throws IOException {
        out.writeInt(rank);
        out.writeInt(size);
        out.writeUTF(nonce);
        out.writeUTF(author);
        out.writeInt(entry.length);
        out.write(entry);
    }

    static List<FileNote> decode(final byte[] bytes) throws IOException {
        final DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        final int count = in.readInt();
        final List<FileNote> notes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            notes.add(read(in));
        }
        return notes;
    }

    private static FileNote read(final DataInputStream in) throws IOException {
        final int rank = in.readInt();
        final int size = in.readInt();
        final String nonce = in.readUTF();
        final String author = in.readUTF();
        final int length = in.readInt();
        if (length < 0 || length > Math.min(FileStore.MAX_ENTRY_BYTES, in.available())) {
            throw new IOException("a note of " + length + " bytes makes no sense");
        }
        return new FileNote(rank, size, nonce, author, in.readNBytes(length));
    }
}
