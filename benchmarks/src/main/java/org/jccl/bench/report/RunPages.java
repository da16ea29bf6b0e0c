// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jccl.bench.machine.HostFacts;
import org.jccl.bench.page.HtmlPage;
import org.jccl.bench.page.HtmlPage.Cell;

/** The parts that the pages of all runs have in common: what whoever reads them elsewhere, and later, has to know. */
public final class RunPages {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private RunPages() {}

    /** A page with a head: when it was, the command line and what all has in common. */
    public static HtmlPage begin(
            final String title, final Instant when, final String command, final List<String> facts) {
        final HtmlPage page = new HtmlPage(title);
        page.element("p", "key", MINUTE.format(when)).element("pre", "", command);
        facts.forEach(page::paragraph);
        return page;
    }

    /** The hosts of all ranks as a table. */
    public static void addHosts(final HtmlPage page, final List<HostFacts> byRank) {
        final Map<HostFacts, String> ranks = IntStream.range(0, byRank.size())
                .boxed()
                .collect(Collectors.groupingBy(
                        byRank::get,
                        LinkedHashMap::new,
                        Collectors.mapping(String::valueOf, Collectors.joining(", "))));
        page.section("Hosts").beginTable(List.of("host", "ranks", "machine", "interfaces"));
        ranks.forEach((host, some) ->
                page.row(List.of(Cell.of(host.name()), Cell.of(some), text(host.machine()), text(host.interfaces()))));
        page.endTable();
    }

    private static Cell text(final String text) {
        return new Cell(text, "text");
    }
}
