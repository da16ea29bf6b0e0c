// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jccl.error.TransportException;

/**
 * Which JCCL a rank runs, and where. Every introduction begins with this, in every version to come, so that ranks that
 * understand nothing else of each other can still say so.
 *
 * @param protocol raised whenever ranks of the version before could misread the others
 * @param release as users know it
 * @param where host name and process
 */
record Edition(int protocol, String release, String where) {
    /** What this class path holds. */
    private static final int PROTOCOL = 7;

    private static final String RELEASE =
            Objects.requireNonNullElse(Edition.class.getPackage().getImplementationVersion(), "of a build of its own");

    static Edition here(final String where) {
        return new Edition(PROTOCOL, RELEASE, where);
    }

    void write(final DataOutputStream out) throws IOException {
        out.writeInt(protocol);
        out.writeUTF(release);
        out.writeUTF(where);
    }

    static Edition read(final DataInputStream in) throws IOException {
        return new Edition(in.readInt(), in.readUTF(), in.readUTF());
    }

    /**
     * Refuses a job whose ranks do not all speak the protocol of this one.
     *
     * @param introductions by rank
     */
    static void requireOne(final List<byte[]> introductions) {
        final Map<Integer, List<String>> runners = new LinkedHashMap<>();
        for (int rank = 0; rank < introductions.size(); rank++) {
            final Edition edition = of(rank, introductions.get(rank));
            runners.computeIfAbsent(edition.protocol, none -> new ArrayList<>()).add(edition.sentence(rank));
        }
        if (runners.size() > 1 || !runners.containsKey(PROTOCOL)) {
            final String who = runners.values().stream()
                    .map(same -> same.get(0) + (same.size() > 1 ? " and so do " + (same.size() - 1) + " more" : ""))
                    .collect(Collectors.joining("; "));
            throw new TransportException("the ranks cannot work together: " + who + "; use the same JCCL on all hosts");
        }
    }

    private static Edition of(final int rank, final byte[] introduction) {
        try {
            return read(new DataInputStream(new ByteArrayInputStream(introduction)));
        } catch (final IOException malformed) {
            throw Introduction.unreadable(rank, introduction, malformed);
        }
    }

    private String sentence(final int rank) {
        return "rank " + rank + " (" + where + ") speaks protocol " + protocol + ", that of JCCL " + release;
    }
}
