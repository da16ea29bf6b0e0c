// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import org.jccl.error.InvalidUsageException;
import org.jccl.spi.CoreSettings;
import org.jccl.spi.Settings;

/**
 * Where a process listens and what it tells its peers to dial: all its useful addresses, best first, so that what counts
 * is which of them a peer reaches. A process listens at its one address, or everywhere when there are several or peers
 * also come to another one (rank 0's, when the rendezvous names a host that is not that address). Immutable.
 */
public final class ListenAddress {
    private final List<InetAddress> local;
    private final InetAddress bound;
    private final PortRange ports;
    private final Advertised advertised;
    private final ServerSocketChannel given;

    private ListenAddress(
            final List<InetAddress> local,
            final InetAddress bound,
            final PortRange ports,
            final Advertised advertised,
            final ServerSocketChannel given) {
        this.local = local;
        this.bound = bound;
        this.ports = ports;
        this.advertised = advertised;
        this.given = given;
    }

    /**
     * For a rank that others dial only where it says, on the port that the setting {@code port} gives.
     *
     * @param peer an address that the job's other ranks are near, such as the rendezvous host's, or null
     * @throws InvalidUsageException if the settings name no interface or port there is; the message lists what there is
     */
    public static ListenAddress towards(final Settings settings, final InetAddress peer) {
        final List<InetAddress> local = LocalCandidates.choose(settings, peer, LocalInterface.ofMachine());
        return of(settings, local, local.size() == 1, PortRange.of(settings));
    }

    /**
     * For the rank that others meet at a given port.
     *
     * @param host the host of the meeting place as this machine resolves it, or null if that says nothing
     * @param port the port of the meeting place
     */
    public static ListenAddress meeting(final Settings settings, final InetAddress host, final int port) {
        final List<InetAddress> local = LocalCandidates.choose(settings, host, LocalInterface.ofMachine());
        final boolean thereAlone = local.size() == 1 && local.get(0).equals(host);
        return of(settings, local, thereAlone, new PortRange(port, port));
    }

    private static ListenAddress of(
            final Settings settings, final List<InetAddress> local, final boolean alone, final PortRange ports) {
        final Advertised advertised = Advertised.of(settings);
        // what forwards a port to us may come from anywhere, unless the user has named the interface
        final boolean anywhere =
                advertised != null && settings.get(CoreSettings.SOCKET_IFNAME).isBlank();
        return new ListenAddress(local, alone && !anywhere ? local.get(0) : null, ports, advertised, null);
    }

    /**
     * The same, but at a port that the caller has bound; null changes nothing.
     *
     * @throws InvalidUsageException if it is closed or not bound, or bound to a port where the others will not come
     */
    public ListenAddress at(final ServerSocketChannel listener) {
        if (listener == null) {
            return this;
        }
        final InetSocketAddress where = GivenListener.address(listener);
        if (!ports.admits(where.getPort()) && advertised == null) {
            throw new InvalidUsageException("the listener that the builder was given has port " + where.getPort()
                    + ", but the rendezvous or JCCL_PORT says " + ports
                    + "; bind it there, or leave it to the library");
        }
        return where.getAddress().isAnyLocalAddress()
                ? new ListenAddress(local, null, ports, advertised, listener)
                : new ListenAddress(List.of(where.getAddress()), where.getAddress(), ports, advertised, listener);
    }

    /** What peers are told to dial, best first, when this process listens at that port. */
    List<InetSocketAddress> published(final int port) {
        if (advertised != null) {
            return List.of(advertised.at(port));
        }
        return local.stream()
                .map(address -> new InetSocketAddress(withoutScope(address), port))
                .toList();
    }

    /** The number or name of this machine's interface says nothing to others. */
    private static InetAddress withoutScope(final InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (final UnknownHostException impossible) {
            throw new IllegalArgumentException(impossible);
        }
    }

    /** The open port. */
    ServerSocketChannel listen() {
        return given == null ? ports.bind(bound) : given;
    }

    /** What to bind; null is the wildcard. */
    InetAddress bound() {
        return bound;
    }
}
