// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.analyze;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How fast each link was over the large operations of all records, against the others. */
final class LinkRates {
    /** Fewer operations may all have met the same hiccup. */
    private static final int ENOUGH = 3;
    /** Links of one kind differ by less; rather none is named than a good one. */
    private static final double SLOW = 0.5;

    private static final double MEGA = 1e6;

    private final Map<Ends, List<Long>> rates = new TreeMap<>();

    /** A direction of a link. */
    private record Ends(int from, int to) implements Comparable<Ends> {
        @Override
        public int compareTo(final Ends other) {
            return from == other.from ? Integer.compare(to, other.to) : Integer.compare(from, other.from);
        }
    }

    LinkRates(final Collection<RankRecord> records) {
        for (final RankRecord record : records) {
            record.operations()
                    .values()
                    .forEach(operation -> operation
                            .links()
                            .forEach(link -> rates.computeIfAbsent(
                                            new Ends(link.fromRank(), record.rank()), none -> new ArrayList<>())
                                    .add(link.bytesPerSecond())));
        }
        rates.values().removeIf(some -> some.size() < ENOUGH);
    }

    /** The slow ones, as sentences. */
    List<String> findings() {
        final List<String> findings = new ArrayList<>();
        if (rates.size() < 2) {
            return findings;
        }
        final long[] medians =
                rates.values().stream().mapToLong(LinkRates::median).toArray();
        final long usual = median(Arrays.stream(medians).boxed().toList());
        rates.forEach((ends, some) -> {
            if (median(some) < SLOW * usual) {
                findings.add(String.format(
                        Locale.ROOT,
                        "the link from rank %d to rank %d was slow: %.0f MB/s in the median of %d operations, and the"
                                + " median of all links is %.0f MB/s",
                        ends.from(),
                        ends.to(),
                        median(some) / MEGA,
                        some.size(),
                        usual / MEGA));
            }
        });
        return findings;
    }

    /** The upper one of two, so that of two links the slower one is measured by the other. */
    private static long median(final List<Long> some) {
        return some.stream().sorted().skip(some.size() / 2).findFirst().orElseThrow();
    }
}
