// SPDX-License-Identifier: Apache-2.0
package org.jccl.spi;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Hosts and ports as text and back, and what this machine makes of them. Any thread. */
public final class Addresses {
    /** What is no name, so that reading it asks no name server. */
    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|.*:.*");
    /** An address of version 6 in brackets, or one of version 4, or a name (RFC 1123). */
    private static final Pattern SYNTAX = Pattern.compile("(?:\\[([0-9a-fA-F.]*:[0-9a-fA-F:.]*(?:%\\w+)?)]"
            + "|(\\d{1,3}(?:\\.\\d{1,3}){3}|(?![0-9.]+:)[A-Za-z0-9][A-Za-z0-9._-]{0,252})):(\\d{1,5})");

    private static final int HIGHEST_PORT = 65_535;

    private Addresses() {}

    /** {@code 10.0.0.1:7000}, {@code [fe80::1]:7000} or {@code host:7000}, without a look-up of the name. */
    public static String text(final SocketAddress address) {
        if (!(address instanceof InetSocketAddress inet)) {
            return String.valueOf(address);
        }
        final String host =
                inet.isUnresolved() ? inet.getHostString() : inet.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + inet.getPort();
    }

    /**
     * Reads what {@link #text} writes; a name stays unresolved.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static InetSocketAddress parse(final String text) {
        final Matcher syntax = SYNTAX.matcher(text);
        if (!syntax.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no host and port");
        }
        final int port = Integer.parseInt(syntax.group(3));
        if (port == 0 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("'" + text + "' has no port from 1 to " + HIGHEST_PORT);
        }
        final String bracketed = syntax.group(1);
        return of(bracketed == null ? syntax.group(2) : bracketed, port);
    }

    /** A host, which may be a name that nobody looks up yet, and a port. */
    public static InetSocketAddress of(final String host, final int port) {
        try {
            return LITERAL.matcher(host).matches()
                    ? new InetSocketAddress(InetAddress.getByName(host), port)
                    : InetSocketAddress.createUnresolved(host, port);
        } catch (final UnknownHostException malformed) {
            throw new IllegalArgumentException("'" + host + "' is no address", malformed);
        }
    }

    /**
     * What this machine must dial for an address that another one published: all that a name resolves to, or the name
     * itself if it is unknown here; a link-local address once behind each interface, since its owner cannot know ours.
     * May ask a name server.
     */
    static Stream<InetSocketAddress> dialled(final InetSocketAddress published) {
        if (published.isUnresolved()) {
            return resolved(published);
        }
        return published.getAddress() instanceof Inet6Address six && six.isLinkLocalAddress()
                ? scoped(six, published.getPort())
                : Stream.of(published);
    }

    private static Stream<InetSocketAddress> resolved(final InetSocketAddress name) {
        try {
            return Stream.of(InetAddress.getAllByName(name.getHostString()))
                    .map(address -> new InetSocketAddress(address, name.getPort()));
        } catch (final UnknownHostException unknown) {
            return Stream.of(name);
        }
    }

    private static Stream<InetSocketAddress> scoped(final Inet6Address address, final int port) {
        return linkLocalInterfaces().stream().map(one -> new InetSocketAddress(behind(address, one), port));
    }

    private static List<NetworkInterface> linkLocalInterfaces() {
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(one -> one.inetAddresses()
                            .anyMatch(local -> local instanceof Inet6Address && local.isLinkLocalAddress()))
                    .toList();
        } catch (final SocketException cannot) {
            return List.of();
        }
    }

    private static InetAddress behind(final Inet6Address address, final NetworkInterface scope) {
        try {
            return Inet6Address.getByAddress(null, address.getAddress(), scope);
        } catch (final UnknownHostException impossible) {
            throw new IllegalArgumentException(impossible);
        }
    }
}
