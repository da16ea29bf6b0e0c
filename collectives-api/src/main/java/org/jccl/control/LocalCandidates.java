// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jccl.error.InvalidUsageException;
import org.jccl.spi.CoreSettings;
import org.jccl.spi.Settings;

/**
 * Which of this machine's addresses its peers should try, best first: the one from which the rendezvous is reached; those
 * of interfaces that lead to other machines, IPv4 before IPv6; those of bridges and taps. Loopback stands for ranks that
 * meet there, and goes first where nothing leads outside; only there are link-local ones worth a try, since a peer must
 * dial each behind every interface of its own. What the setting {@code socket.ifname} names goes before all this.
 */
final class LocalCandidates {
    /** A peer spends a moment on each that it cannot reach; more than these are hardly ways of their own. */
    private static final int MOST = 12;

    private LocalCandidates() {}

    /**
     * At least one.
     *
     * @param peer an address that the job's other ranks are near, or null
     * @throws InvalidUsageException if the setting leaves no interface; the message lists what there is
     */
    static List<InetAddress> choose(
            final Settings settings, final InetAddress peer, final List<LocalInterface> interfaces) {
        final String wanted = settings.get(CoreSettings.SOCKET_IFNAME).trim();
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
        return filter.excludes() ? byDefault(peer, admitted) : named(peer, admitted);
    }

    /** One address each: who names interfaces wants no more ways than these. */
    private static List<InetAddress> named(final InetAddress peer, final List<LocalInterface> interfaces) {
        return interfaces.stream().map(one -> one.address(peer)).limit(MOST).toList();
    }

    private static List<InetAddress> byDefault(final InetAddress peer, final List<LocalInterface> interfaces) {
        final InetAddress route = peer == null ? null : routeTo(peer);
        final boolean usable =
                interfaces.stream().anyMatch(one -> one.addresses().contains(route));
        if (usable && route.isLoopbackAddress()) {
            return List.of(route);
        }
        final boolean outside = usable || interfaces.stream().anyMatch(LocalInterface::leadsOutside);
        final InetAddress first = usable ? route : InetAddress.getLoopbackAddress();
        final Stream<InetAddress> lastResort =
                outside ? Stream.empty() : interfaces.stream().flatMap(LocalCandidates::linkLocal);
        return Stream.of(Stream.of(first).filter(address -> usable || !outside), useful(interfaces), lastResort)
                .flatMap(addresses -> addresses)
                .distinct()
                .limit(MOST)
                .toList();
    }

    private static Stream<InetAddress> useful(final List<LocalInterface> interfaces) {
        final Predicate<InetAddress> four = Inet4Address.class::isInstance;
        return Stream.of(
                        global(interfaces, LocalInterface::leadsOutside, four),
                        global(interfaces, LocalInterface::leadsOutside, four.negate()),
                        global(interfaces, LocalInterface::isVirtual, address -> true))
                .flatMap(addresses -> addresses);
    }

    private static Stream<InetAddress> global(
            final List<LocalInterface> interfaces,
            final Predicate<LocalInterface> which,
            final Predicate<InetAddress> family) {
        return interfaces.stream()
                .filter(which)
                .flatMap(one -> one.addresses().stream())
                .filter(address -> !address.isLinkLocalAddress())
                .filter(family);
    }

    private static Stream<InetAddress> linkLocal(final LocalInterface one) {
        return one.loopback() || one.isVirtual()
                ? Stream.empty()
                : one.addresses().stream().filter(InetAddress::isLinkLocalAddress);
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
}
