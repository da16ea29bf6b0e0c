// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jccl.error.InvalidUsageException;
import org.jccl.error.TransportException;
import org.jccl.spi.CoreSettings;
import org.jccl.spi.Settings;

/**
 * The ports a process may listen on: any ({@code 0}), one ({@code 7000}), or the first free one of several ({@code
 * 7000-7100}).
 */
record PortRange(int first, int last) {
    /** Every rank of a large job dials rank 0 at the same moment; what does not fit must wait and dial again. */
    private static final int BACKLOG = 1024;

    private static final int HIGHEST = 65_535;
    private static final Pattern SYNTAX = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");

    /** What the setting {@code port} says. */
    static PortRange of(final Settings settings) {
        return parse(settings.get(CoreSettings.PORT));
    }

    static PortRange parse(final String text) {
        final Matcher syntax = SYNTAX.matcher(text);
        if (syntax.matches()) {
            final int first = Integer.parseInt(syntax.group(1));
            final int last = syntax.group(2) == null ? first : Integer.parseInt(syntax.group(2));
            if (first <= last && last <= HIGHEST && (first > 0 || last == 0)) {
                return new PortRange(first, last);
            }
        }
        throw new InvalidUsageException(
                "JCCL_PORT='" + text + "' is no port; write 0 (any), 7000, or 7000-7100 (the first free one)");
    }

    /** Listens on the first free port at that address; null is the wildcard. */
    ServerSocketChannel bind(final InetAddress address) {
        ServerSocketChannel channel = null;
        try {
            channel = ServerSocketChannel.open();
            // a job that starts again must not wait for the old one's connections to leave TIME_WAIT
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            return bindFirstFree(channel, address);
        } catch (final IOException cannot) {
            Sockets.close(channel);
            throw new TransportException(
                    "cannot listen at " + describe(address) + ": " + cannot.getMessage()
                            + (cannot instanceof BindException ? advice() : ""),
                    cannot);
        }
    }

    private String advice() {
        return last > first
                ? "; all " + (last - first + 1) + " are taken: widen the range in JCCL_PORT, or end what has them"
                : "; does another process, or an earlier run, have it?";
    }

    private ServerSocketChannel bindFirstFree(final ServerSocketChannel channel, final InetAddress address)
            throws IOException {
        for (int port = first; ; port++) {
            try {
                return channel.bind(new InetSocketAddress(address, port), BACKLOG);
            } catch (final BindException taken) {
                if (port == last) {
                    throw taken;
                }
            }
        }
    }

    /** Whether a process may listen there. */
    boolean admits(final int port) {
        return last == 0 || first <= port && port <= last;
    }

    private String describe(final InetAddress address) {
        return (address == null ? "any address" : address.getHostAddress()) + " " + this;
    }

    @Override
    public String toString() {
        return "port " + first + (last > first ? " to " + last : "");
    }
}
