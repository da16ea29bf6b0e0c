// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Short rehearsals in every build; {@code jccl chaos} runs long ones. */
@Timeout(240)
class RehearsalTest {
    @ParameterizedTest
    @ValueSource(strings = {"shm", "tcp"})
    void shouldEndWellWhoeverIsKilledStoppedLateOrWrong(final String transport) throws Exception {
        requireWell(transport, false);
    }

    @Test
    void shouldEndWellOverLinksThatAreCutAndSlowedDown() throws Exception {
        assumeThat(refusal()).isEmpty();
        requireWell("tcp", true);
    }

    /** Why there can be no pretended hosts here, or nothing. */
    private static String refusal() throws Exception {
        try {
            new PretendedHosts(1).close();
            return "";
        } catch (final IOException cannot) {
            return cannot.getMessage();
        }
    }

    private static void requireWell(final String transport, final boolean onHosts) throws Exception {
        final ByteArrayOutputStream printed = new ByteArrayOutputStream();
        final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        final boolean well = new Rehearsal(4, List.of(transport), onHosts, out).run(1, 0);
        assertThat(well).as(printed.toString(StandardCharsets.UTF_8)).isTrue();
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("seed 1 over " + transport, "1 episodes of 4 ranks, all well");
    }
}
