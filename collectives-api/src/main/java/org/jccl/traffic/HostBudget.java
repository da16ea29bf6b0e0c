// SPDX-License-Identifier: Apache-2.0
package org.jccl.traffic;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jccl.error.InvalidUsageException;
import org.jccl.spi.Rates;

/**
 * What all jobs of a host that give it the same name send together: {@code 1Gbit}, {@code train=25Gbit}. They must run as the
 * same user and see the same memory file system.
 *
 * @param name letters, digits and dashes
 * @param bitsPerSecond above 0
 */
record HostBudget(String name, long bitsPerSecond) {
    private static final Pattern GRAMMAR = Pattern.compile("(?:([A-Za-z0-9-]{1,32})=)?(.+)");
    private static final String UNNAMED = "all";

    /**
     * Reads one.
     *
     * @throws InvalidUsageException if it is none; the message says what would be
     */
    static HostBudget parse(final String text) {
        final Matcher grammar = GRAMMAR.matcher(text.trim());
        final Long rate = grammar.matches() ? Rates.parse(grammar.group(2)) : null;
        if (rate == null || rate == 0) {
            throw new InvalidUsageException(
                    "host.budget='" + text + "' is no rate; write 1Gbit, or a name and a rate: train=25Gbit");
        }
        return new HostBudget(grammar.group(1) == null ? UNNAMED : grammar.group(1), rate);
    }

    /** Where its jobs meet. */
    Path file() {
        final Path memory = Path.of("/dev/shm");
        final Path folder = Files.isWritable(memory) ? memory : Path.of(System.getProperty("java.io.tmpdir"));
        final String user = System.getProperty("user.name").replaceAll("[^A-Za-z0-9-]", "_");
        return folder.resolve("jccl-budget-" + user + "-" + name);
    }
}
