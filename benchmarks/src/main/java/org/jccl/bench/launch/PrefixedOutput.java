// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.launch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Passes on what one process writes, line by line, each marked with its rank; lines of several processes do not mix. */
final class PrefixedOutput implements Runnable {
    private static final int LONGEST_LINE = 1 << 16;

    private final InputStream source;
    private final PrintStream target;
    private final byte[] prefix;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    /** Reads until the source ends; {@code prefix} may be empty. */
    PrefixedOutput(final InputStream source, final PrintStream target, final String prefix) {
        this.source = source;
        this.target = target;
        this.prefix = prefix.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void run() {
        final byte[] bytes = new byte[8192];
        try (InputStream in = source) {
            for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
                for (int i = 0; i < length; i++) {
                    accept(bytes[i]);
                }
            }
        } catch (final IOException processGone) {
            line.writeBytes(("(output lost: " + processGone.getMessage() + ")").getBytes(StandardCharsets.UTF_8));
        }
        if (line.size() > 0) {
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
        line.write('\n');
        synchronized (target) {
            target.write(prefix, 0, prefix.length);
            target.write(line.toByteArray(), 0, line.size());
            target.flush();
        }
        line.reset();
    }
}
