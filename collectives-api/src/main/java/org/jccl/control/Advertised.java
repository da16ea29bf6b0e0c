// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jccl.error.InvalidUsageException;
import org.jccl.spi.Addresses;
import org.jccl.spi.CoreSettings;
import org.jccl.spi.Settings;

/**
 * What the setting {@code advertise} has peers dial in place of this machine's own addresses: {@code host} or {@code
 * host:port}, where something forwards the connections to this process.
 *
 * @param host a name, which the peers look up, or an address
 * @param port 0 stands for the port where this process listens
 */
record Advertised(String host, int port) {
    private static final int HIGHEST = 65_535;
    private static final Pattern SYNTAX = Pattern.compile(
            "(?:\\[([0-9A-Fa-f:.]+)]|([A-Za-z0-9._-]+))(?::(\\d{1,5}))?|([0-9A-Fa-f.]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)");

    /** What the settings say, or null. */
    static Advertised of(final Settings settings) {
        final String text = settings.get(CoreSettings.ADVERTISE).trim();
        return text.isEmpty() ? null : parse(text);
    }

    static Advertised parse(final String text) {
        final Matcher syntax = SYNTAX.matcher(text);
        if (syntax.matches()) {
            final int port = syntax.group(3) == null ? 0 : Integer.parseInt(syntax.group(3));
            final String bracketed = syntax.group(1) == null ? syntax.group(4) : syntax.group(1);
            if (port <= HIGHEST) {
                return checked(text, new Advertised(bracketed == null ? syntax.group(2) : bracketed, port));
            }
        }
        throw invalid(text, null);
    }

    private static Advertised checked(final String text, final Advertised read) {
        try {
            read.at(1);
            return read;
        } catch (final IllegalArgumentException noAddress) {
            throw invalid(text, noAddress);
        }
    }

    private static InvalidUsageException invalid(final String text, final Exception cause) {
        return new InvalidUsageException(
                "JCCL_ADVERTISE='" + text + "' is no address; write host, host:port or [2001:db8::5]:7000", cause);
    }

    /** What peers dial when this process listens at that port. */
    InetSocketAddress at(final int listening) {
        return Addresses.of(host, port == 0 ? listening : port);
    }
}
