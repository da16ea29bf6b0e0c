// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.status;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jccl.bench.report.FlatJson;

/** Writes the flight records that a job has told into a folder, as its ranks would have done themselves. */
final class RecordFolder {
    /** What a job says must not name a file elsewhere. */
    private static final Pattern NAME = Pattern.compile("jccl-[A-Za-z0-9._-]{1,200}\\.jsonl");

    private final Path folder;
    private final List<Path> files = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();

    RecordFolder(final Path folder) {
        this.folder = folder;
    }

    /**
     * Writes all records of an answer.
     *
     * @throws IOException if it is no such answer, or the folder cannot be written to
     */
    void write(final String answer) throws IOException {
        final List<String> lines = answer.lines().toList();
        Files.createDirectories(folder);
        for (int at = 0; at < lines.size(); ) {
            final FlatJson head = FlatJson.read(lines.get(at));
            at++;
            if ("record".equals(head.text("line"))) {
                final int from = at;
                // an answer that is too long is cut
                at = (int) Math.min(lines.size(), from + Math.max(0, head.number("lines")));
                write(head.text("file"), lines.subList(from, at));
            } else {
                head.texts("missing").forEach(rank -> missing.add(rank));
            }
        }
    }

    private void write(final String name, final List<String> lines) throws IOException {
        if (!NAME.matcher(name).matches()) {
            throw new IOException(
                    "the job names a file '" + name.replaceAll("\\p{Cntrl}", " ") + "', which is none of a record");
        }
        files.add(Files.write(folder.resolve(name), lines));
    }

    /** What was written. */
    List<Path> files() {
        return files;
    }

    /** Ranks that have not told theirs. */
    List<String> missing() {
        return missing;
    }
}
