// SPDX-License-Identifier: Apache-2.0
package org.jccl.spi;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a rank listens, as it tells the others: {@code 10.0.0.1:7000} or {@code [fe80::1]:7000}. Numbers only: a name
 * would have to be looked up, and nobody may make this process ask a name server about whatever he likes.
 */
public final class PeerAddress {
    private static final Pattern SYNTAX =
            Pattern.compile("(?:\\[([0-9a-fA-F:.]+(?:%\\w+)?)]|(\\d{1,3}(?:\\.\\d{1,3}){3})):(\\d{1,5})");
    private static final int HIGHEST_PORT = 65_535;
    private static final int HIGHEST_BYTE = 255;

    private PeerAddress() {}

    /** The address as text. */
    public static String text(final InetSocketAddress address) {
        final String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static InetSocketAddress parse(final String text) {
        final Matcher syntax = SYNTAX.matcher(text);
        if (!syntax.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no address and port in numbers");
        }
        final int port = Integer.parseInt(syntax.group(3));
        if (port == 0 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("'" + text + "' has no port from 1 to " + HIGHEST_PORT);
        }
        try {
            return new InetSocketAddress(syntax.group(1) == null ? four(syntax.group(2)) : six(syntax.group(1)), port);
        } catch (final UnknownHostException malformed) {
            throw new IllegalArgumentException("'" + text + "' holds no internet address", malformed);
        }
    }

    private static InetAddress six(final String host) throws UnknownHostException {
        // in brackets nothing but a number is looked for
        return InetAddress.getByName("[" + host + "]");
    }

    private static InetAddress four(final String host) throws UnknownHostException {
        final String[] parts = host.split("\\.");
        final byte[] bytes = new byte[parts.length];
        for (int i = 0; i < bytes.length; i++) {
            final int number = Integer.parseInt(parts[i]);
            if (number > HIGHEST_BYTE) {
                throw new UnknownHostException(host);
            }
            bytes[i] = (byte) number;
        }
        return InetAddress.getByAddress(bytes);
    }
}
