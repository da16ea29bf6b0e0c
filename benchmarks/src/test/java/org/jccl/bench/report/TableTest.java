// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jccl.bench.measure.Subject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class TableTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream target = new PrintStream(printed, true, StandardCharsets.UTF_8);

    @Test
    void shouldLookAsPeopleKnowIt() throws IOException {
        final Table table = Table.open(target, Samples.MACHINE, Samples.SETTING);
        final Subject varying = Samples.largeRow().subject();
        table.begin(Samples.allReduce());
        table.row(Samples.smallRow());
        table.begin(Samples.allReduce());
        table.begin(varying);
        table.row(Samples.largeRow());
        table.skip(varying, "needs 2 ranks");
        table.end(17);

        try (InputStream golden = getClass().getResourceAsStream("table.txt")) {
            assertThat(text()).isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void shouldShowWhatIsHidden() {
        final OverlapTable table = OverlapTable.open(target, Samples.MACHINE, Samples.SETTING);
        table.begin(Samples.allReduce());
        table.overlap(Samples.overlap());
        table.end(0);
        assertThat(text()).endsWith("""
                # all_reduce
                #      size       count        type     alone computing      both   ratio  hidden
                #       (B)  (elements)                  (us)      (us)      (us)             (%)
                          8           2     float32     2.000     2.100     2.625    1.25      74
                """);
    }

    @Test
    void shouldSayOkWhenAllWasCheckedAndNothingWrong() {
        final Table table = Table.open(target, Samples.MACHINE, Samples.SETTING);
        table.end(0);
        assertThat(text()).contains("# Out of bounds values : 0 OK\n");
    }

    @Test
    void shouldWritePointsInEveryLocale() {
        final Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            Table.open(target, Samples.MACHINE, Samples.SETTING).row(Samples.smallRow());
        } finally {
            Locale.setDefault(before);
        }
        assertThat(text()).contains(" 1.235 ").doesNotContain("1,235");
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
