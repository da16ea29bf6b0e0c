// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What the library logs while a test runs, kept off the console. */
final class ErrorLog implements AutoCloseable {
    private final PrintStream console;
    private final ByteArrayOutputStream log;

    private ErrorLog(final PrintStream console, final ByteArrayOutputStream log) {
        this.console = console;
        this.log = log;
    }

    static ErrorLog capture() {
        final ErrorLog captured = new ErrorLog(System.err, new ByteArrayOutputStream());
        System.setErr(new PrintStream(captured.log, true, StandardCharsets.UTF_8));
        return captured;
    }

    String text() {
        return log.toString(StandardCharsets.UTF_8);
    }

    /** Fails if a listener, an acceptor or the control thread itself has thrown. */
    void requireNoErrors() {
        assertThat(text()).doesNotContain("ERROR", "the control thread", "xception");
    }

    @Override
    public void close() {
        System.setErr(console);
    }
}
