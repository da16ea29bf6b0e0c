// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.launch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first line that {@link HostMain} says, which every version can read.
 *
 * @param protocol raised whenever a launcher of the version before could misread what follows
 * @param port a free one there, at which ranks may meet
 * @param release of JCCL there
 */
record Greeting(int protocol, int port, String release) {
    static final int PROTOCOL = 1;

    private static final Pattern LINE = Pattern.compile("jccl-host (\\d{1,9}) (\\d{1,5}) (.*)");
    /** What a shell may print at login before it. */
    private static final int MOST_BEFORE = 1 << 20;

    /** This JVM's. */
    static Greeting here() {
        return new Greeting(PROTOCOL, FreePort.pick(), ownRelease());
    }

    /** Of this class path. */
    static String ownRelease() {
        return Objects.requireNonNullElse(
                Greeting.class.getPackage().getImplementationVersion(), "of a build of its own");
    }

    /** Skips lines that are none; null if the stream ends before it. */
    static Greeting read(final InputStream in) throws IOException {
        final StringBuilder line = new StringBuilder();
        for (int count = 0; count < MOST_BEFORE; count++) {
            final int next = in.read();
            if (next < 0) {
                return null;
            }
            if (next != '\n') {
                line.append((char) next);
                continue;
            }
            final Matcher greeting = LINE.matcher(line);
            if (greeting.matches()) {
                return new Greeting(
                        Integer.parseInt(greeting.group(1)), Integer.parseInt(greeting.group(2)), greeting.group(3));
            }
            line.setLength(0);
        }
        return null;
    }

    byte[] line() {
        return ("jccl-host " + protocol + " " + port + " " + release + "\n").getBytes(StandardCharsets.US_ASCII);
    }
}
