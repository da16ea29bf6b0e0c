// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.stream.Collectors;
import org.jccl.error.InvalidUsageException;
import org.jccl.spi.Settings;

/**
 * Where a process listens and what it tells its peers to dial.
 *
 * <p>The advertised address is, in this order: one of the interface that the setting {@code socket.ifname} names; the
 * one from which the rendezvous is reached; one of the first interface that leads to other machines; loopback. A process
 * listens at that address alone, unless peers also come to another one (rank 0's, when the rendezvous names a host that
 * is not the advertised address). Immutable.
 */
public final class ListenAddress {
    private final InetAddress advertised;
    private final boolean everywhere;
    private final PortRange ports;

    private ListenAddress(final InetAddress advertised, final boolean everywhere, final PortRange ports) {
        this.advertised = advertised;
        this.everywhere = everywhere;
        this.ports = ports;
    }

    /**
     * For a rank that others dial only at its advertised address, on the port that the setting {@code port} gives.
     *
     * @param peer an address that the job's other ranks are near, such as the rendezvous host's, or null
     * @throws InvalidUsageException if the settings name no interface or port there is; the message lists what there is
     */
    public static ListenAddress towards(final Settings settings, final InetAddress peer) {
        return new ListenAddress(choose(settings, peer, LocalInterface.ofMachine()), false, PortRange.of(settings));
    }

    /**
     * For the rank that others meet at a given port.
     *
     * @param host the host of the meeting place as this machine resolves it, or null if that says nothing
     * @param port the port of the meeting place
     */
    public static ListenAddress meeting(final Settings settings, final InetAddress host, final int port) {
        final InetAddress advertised = choose(settings, host, LocalInterface.ofMachine());
        return new ListenAddress(advertised, !advertised.equals(host), new PortRange(port, port));
    }

    static InetAddress choose(final Settings settings, final InetAddress peer, final List<LocalInterface> interfaces) {
        final String wanted = settings.get("socket.ifname", "").trim();
        if (wanted.isEmpty()) {
            return byDefault(peer, interfaces);
        }
        final InterfaceFilter filter = InterfaceFilter.parse(wanted);
        final List<LocalInterface> admitted =
                interfaces.stream().filter(one -> filter.admits(one.name())).toList();
        if (admitted.isEmpty()) {
            throw new InvalidUsageException("JCCL_SOCKET_IFNAME='" + wanted
                    + "' leaves no network interface that is up; this machine has "
                    + interfaces.stream().map(LocalInterface::toString).collect(Collectors.joining(", ")));
        }
        return filter.excludes() ? byDefault(peer, admitted) : admitted.get(0).address(peer);
    }

    private static InetAddress byDefault(final InetAddress peer, final List<LocalInterface> interfaces) {
        final InetAddress route = peer == null ? null : routeTo(peer);
        final boolean usable =
                interfaces.stream().anyMatch(one -> one.addresses().contains(route));
        return usable ? route : outside(interfaces);
    }

    private static InetAddress outside(final List<LocalInterface> interfaces) {
        return interfaces.stream()
                .filter(LocalInterface::leadsOutside)
                .findFirst()
                .map(one -> one.address(null))
                .orElseGet(InetAddress::getLoopbackAddress);
    }

    /** This machine's address on the way to the peer, or null if there is no way; nothing is sent. */
    private static InetAddress routeTo(final InetAddress peer) {
        try (DatagramChannel probe = DatagramChannel.open()) {
            // "connecting" a datagram socket only asks the routing table; any port does
            probe.connect(new InetSocketAddress(peer, 9));
            final InetAddress local = ((InetSocketAddress) probe.getLocalAddress()).getAddress();
            return local.isAnyLocalAddress() ? null : local;
        } catch (final IOException noRoute) {
            return null;
        }
    }

    /** What peers are told to dial. */
    InetAddress advertised() {
        return advertised;
    }

    /** What to bind; null is the wildcard. */
    InetAddress bound() {
        return everywhere ? null : advertised;
    }

    PortRange ports() {
        return ports;
    }
}
