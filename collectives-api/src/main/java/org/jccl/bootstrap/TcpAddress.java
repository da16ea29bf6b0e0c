// SPDX-License-Identifier: Apache-2.0
package org.jccl.bootstrap;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jccl.control.Endpoint;
import org.jccl.control.ListenAddress;
import org.jccl.error.InvalidUsageException;
import org.jccl.spi.Settings;

/** {@code tcp://host:port}: rank 0 listens there, the others come. */
record TcpAddress(String host, int port) implements RendezvousAddress {
    private static final Pattern SYNTAX = Pattern.compile("tcp://(?:\\[([^\\]]+)]|([^\\[\\]:/]+)):(\\d{1,5})/?");
    /** Names and numbers that mean this very machine wherever they are read. */
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(?:\\.\\d{1,3}){3}|::1|0:0:0:0:0:0:0:1", Pattern.CASE_INSENSITIVE);

    private static final int HIGHEST_PORT = 65_535;

    static TcpAddress parse(final String text) {
        final Matcher syntax = SYNTAX.matcher(text);
        if (!syntax.matches()) {
            throw new InvalidUsageException("the rendezvous '" + text
                    + "' is not of the form tcp://host:port (an IPv6 address stands in brackets: tcp://[::1]:7000)");
        }
        final int port = Integer.parseInt(syntax.group(3));
        if (port == 0 || port > HIGHEST_PORT) {
            throw new InvalidUsageException("the rendezvous '" + text + "' needs a port from 1 to " + HIGHEST_PORT
                    + ": all ranks must know it before they meet");
        }
        return new TcpAddress(syntax.group(1) == null ? syntax.group(2) : syntax.group(1), port);
    }

    @Override
    public ListenAddress listenAt(final int rank, final Settings settings) {
        final InetAddress near = near();
        return rank == 0 ? ListenAddress.meeting(settings, near, port) : ListenAddress.towards(settings, near);
    }

    /**
     * The host's address where that tells something about the way to it. A machine's own name often resolves to loopback
     * on that machine alone (Debian's 127.0.1.1), and then it must not be what others are told to dial.
     */
    private InetAddress near() {
        try {
            final InetAddress resolved = InetAddress.getByName(host);
            return resolved.isLoopbackAddress() && !LOOPBACK.matcher(host).matches() ? null : resolved;
        } catch (final UnknownHostException notYet) {
            // the name of a container that starts may be known only later; the store tries again
            return null;
        }
    }

    @Override
    public Rendezvous open(final Endpoint endpoint) {
        return new TcpStore(this, endpoint);
    }

    @Override
    public String toString() {
        return "tcp://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
