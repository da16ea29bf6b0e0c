// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.cli;

import java.util.Optional;
import org.jccl.bench.measure.Expectation;
import org.jccl.bench.measure.LineRate;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What links are expected to carry. Filled by picocli. */
final class ExpectOptions {
    @Option(
            names = "--expect",
            paramLabel = "RATE",
            converter = RateConverter.class,
            description =
                    "What the link of each host carries in each direction by its data sheet, as 25Gbit, 100Mbit or "
                            + "12.5GB/s; exit status 1 if less arrives than --at-least says.")
    private LineRate rate;

    @Option(
            names = "--at-least",
            paramLabel = "PERCENT",
            defaultValue = "90%",
            converter = PercentConverter.class,
            description = "With --expect, how much of that must arrive as payload (default ${DEFAULT-VALUE}); TCP over "
                    + "Ethernet carries at most 94%% with an MTU of 1500, and 99%% with 9000.")
    private double atLeast;

    /** What is expected; empty if nothing is. */
    Optional<Expectation> expected() {
        return Optional.ofNullable(rate).map(known -> new Expectation(known, atLeast));
    }

    /** Rates with units. */
    private static final class RateConverter implements ITypeConverter<LineRate> {
        @Override
        public LineRate convert(final String text) {
            try {
                return LineRate.parse(text);
            } catch (final IllegalArgumentException notARate) {
                throw new TypeConversionException(notARate.getMessage());
            }
        }
    }

    /** {@code 90} or {@code 90%} as 0.9. */
    private static final class PercentConverter implements ITypeConverter<Double> {
        private static final int WHOLE = 100;

        @Override
        public Double convert(final String text) {
            if (!text.matches("\\d+(\\.\\d+)?%?")) {
                throw new TypeConversionException("'" + text + "' is no percentage; write 90%");
            }
            return Double.parseDouble(text.replace("%", "")) / WHOLE;
        }
    }
}
