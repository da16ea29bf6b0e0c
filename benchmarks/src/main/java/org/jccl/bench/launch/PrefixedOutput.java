// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.launch;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Passes on what one rank prints, line by line, each marked with the rank; lines of several ranks do not mix. One thread. */
final class PrefixedOutput {
    private static final int LONGEST_LINE = 1 << 16;

    private final PrintStream target;
    private final byte[] prefix;
    private final LastLines last;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    /** {@code prefix} may be empty; {@code last} is shown every line as well. */
    PrefixedOutput(final PrintStream target, final String prefix, final LastLines last) {
        this.target = target;
        this.prefix = prefix.getBytes(StandardCharsets.UTF_8);
        this.last = last;
    }

    /** The next bytes, cut anywhere; none end the last line. */
    void accept(final byte[] bytes, final int length) {
        for (int i = 0; i < length; i++) {
            accept(bytes[i]);
        }
        if (length == 0 && line.size() > 0) {
            endLine();
        }
    }

    private void accept(final byte next) {
        if (next != '\n') {
            line.write(next);
        }
        if (next == '\n' || line.size() >= LONGEST_LINE) {
            endLine();
        }
    }

    private void endLine() {
        last.add(line.toString(StandardCharsets.UTF_8));
        line.write('\n');
        synchronized (target) {
            target.write(prefix, 0, prefix.length);
            target.write(line.toByteArray(), 0, line.size());
            target.flush();
        }
        line.reset();
    }
}
