// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.launch;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a launcher and {@link HostMain} say to each other over {@code ssh}'s standard input and output. Whatever a host's
 * shell prints at login comes before the {@link Greeting}, and is skipped.
 */
final class HostWire {
    /** To the host: start a rank. */
    static final int START = 1;
    /** To the host: the launcher lives. */
    static final int ALIVE = 2;
    /** To the launcher: a rank has printed. */
    static final int PRINTED = 3;
    /** To the launcher: a rank has ended. */
    static final int ENDED = 4;

    private static final int LONGEST = 1 << 24;

    private HostWire() {}

    static void writeText(final DataOutputStream out, final String text) throws IOException {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static String readText(final DataInputStream in) throws IOException {
        return new String(readBytes(in), StandardCharsets.UTF_8);
    }

    static byte[] readBytes(final DataInputStream in) throws IOException {
        final int length = in.readInt();
        if (length < 0 || length > LONGEST) {
            throw new IOException("a message of " + length + " bytes");
        }
        final byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return bytes;
    }

    static void writeTexts(final DataOutputStream out, final List<String> texts) throws IOException {
        out.writeInt(texts.size());
        for (final String text : texts) {
            writeText(out, text);
        }
    }

    static List<String> readTexts(final DataInputStream in) throws IOException {
        final List<String> texts = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            texts.add(readText(in));
        }
        return texts;
    }

    /** A rank to start, as it travels; the variables go this way because everybody can read a command line. */
    record Start(int rank, RankProgram program, Map<String, String> variables) {
        void write(final DataOutputStream out) throws IOException {
            out.writeByte(START);
            out.writeInt(rank);
            writeTexts(out, program.javaOptions());
            writeText(out, program.classPath());
            writeTexts(out, program.mainAndArguments());
            writeTexts(out, new ArrayList<>(variables.keySet()));
            for (final String name : variables.keySet()) {
                writeText(out, variables.get(name));
            }
            out.flush();
        }

        /** Behind its first byte. */
        static Start read(final DataInputStream in) throws IOException {
            final int rank = in.readInt();
            final RankProgram program = new RankProgram(readTexts(in), readText(in), readTexts(in));
            final Map<String, String> variables = new LinkedHashMap<>();
            for (final String name : readTexts(in)) {
                variables.put(name, readText(in));
            }
            return new Start(rank, program, variables);
        }
    }
}
