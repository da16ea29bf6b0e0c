// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.analyze;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A folder of flight records, of one communicator or several. */
public final class FlightRecords {
    private static final int LINE = 100;

    private final List<Analysis> analyses = new ArrayList<>();

    private FlightRecords(final List<RankRecord> records) {
        final Map<String, List<RankRecord>> byCommunicator = new TreeMap<>();
        for (final RankRecord record : records) {
            final String key = record.communicator() + " " + record.number();
            byCommunicator.computeIfAbsent(key, none -> new ArrayList<>()).add(record);
        }
        byCommunicator.values().forEach(group -> analyses.add(new Analysis(group)));
    }

    /**
     * Reads all {@code *.jsonl} files of a folder.
     *
     * @throws IllegalArgumentException if there are none
     * @throws IOException if one of them is no flight record
     */
    public static FlightRecords read(final Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("'" + folder + "' is no folder");
        }
        final List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(file -> file.toString().endsWith(".jsonl"))
                    .sorted()
                    .toList();
        }
        if (files.isEmpty()) {
            throw new IllegalArgumentException(folder + " has no flight records (*.jsonl); JCCL_RECORD=" + folder
                    + " has every rank write its own");
        }
        final List<RankRecord> records = new ArrayList<>();
        for (final Path file : files) {
            records.add(RankRecord.read(file));
        }
        return new FlightRecords(records);
    }

    /** Prints what they say; returns whether nothing is wrong. */
    public boolean print(final PrintWriter out, final int last) {
        boolean well = true;
        for (final Analysis analysis : analyses) {
            well &= print(out, analysis, last);
        }
        return well;
    }

    private static boolean print(final PrintWriter out, final Analysis analysis, final int last) {
        final RankRecord any = analysis.first();
        out.printf(
                "communicator '%s' (%s): %d of %d ranks have a record%s%n",
                any.communicator(),
                any.number(),
                analysis.records().size(),
                any.size(),
                analysis.missing().isEmpty() ? "" : "; there is none of " + Analysis.ranks(analysis.missing()));
        for (final RankRecord record : analysis.records()) {
            out.printf("  rank %d (%s): %s%n", record.rank(), record.where(), summary(record));
        }
        table(out, analysis.rows(), last);
        final List<String> findings = analysis.findings();
        out.println(findings.isEmpty() ? "\nnothing is wrong with these" : "\nfindings");
        findings.forEach(finding -> out.println("  " + finding));
        out.println();
        return findings.isEmpty()
                && analysis.missing().isEmpty()
                && analysis.records().stream().allMatch(record -> record.failure() == null);
    }

    private static String summary(final RankRecord record) {
        if (record.failure() == null) {
            return "has not failed; its " + record.place();
        }
        final String line = record.failure().lines().findFirst().orElse("");
        return line.length() <= LINE ? line : line.substring(0, LINE) + "...";
    }

    private static void table(final PrintWriter out, final List<Analysis.Row> rows, final int last) {
        out.printf("%n%9s  %-44s %8s %6s %12s %12s%n", "#", "call", "ranks", "last", "behind first", "then took");
        out.printf("%9s  %-44s %8s %6s %12s %12s%n", "", "", "", "", "(us)", "(us)");
        for (final Analysis.Row row : rows.subList(Math.max(0, rows.size() - last), rows.size())) {
            out.printf(
                    "%9d  %-44s %8d %6s %12s %12s%n",
                    row.place().sequence(),
                    row.calls().values().iterator().next(),
                    row.calls().size(),
                    row.exact() ? String.valueOf(row.last()) : "",
                    row.exact() ? String.valueOf(row.skewUs()) : "",
                    row.ended() ? row.exact() ? String.valueOf(row.tookUs()) : "" : "not ended");
        }
    }
}
