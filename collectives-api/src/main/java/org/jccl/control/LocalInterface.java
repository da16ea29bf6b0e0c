// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jccl.error.TransportException;

/** A network interface of this machine that is up, with its addresses, the most useful ones first. */
record LocalInterface(String name, boolean loopback, List<InetAddress> addresses) {
    /** Bridges and taps of containers and virtual machines: up, but no way to another machine. */
    private static final List<String> VIRTUAL =
            List.of("docker", "br-", "veth", "virbr", "cni", "flannel", "cali", "vnet", "lxc", "podman", "kube");

    /** An address behind a scope is of use only to whoever names the same scope, so those come last; IPv4 goes first. */
    private static final Comparator<InetAddress> USEFUL_FIRST = Comparator.comparing(InetAddress::isLinkLocalAddress)
            .thenComparing(address -> !(address instanceof Inet4Address));

    LocalInterface {
        addresses = addresses.stream().sorted(USEFUL_FIRST).toList();
    }

    /** Those of this machine, in the order of their index. */
    static List<LocalInterface> ofMachine() {
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(LocalInterface::isUp)
                    .sorted(Comparator.comparingInt(NetworkInterface::getIndex))
                    .map(one -> new LocalInterface(
                            one.getName(), isLoopback(one), one.inetAddresses().toList()))
                    .filter(one -> !one.addresses().isEmpty())
                    .toList();
        } catch (final SocketException cannot) {
            throw new TransportException("cannot list the network interfaces: " + cannot.getMessage(), cannot);
        }
    }

    private static boolean isUp(final NetworkInterface one) {
        try {
            return one.isUp();
        } catch (final SocketException gone) {
            return false;
        }
    }

    private static boolean isLoopback(final NetworkInterface one) {
        try {
            return one.isLoopback();
        } catch (final SocketException gone) {
            return false;
        }
    }

    /** Whether other machines can probably be reached through it. */
    boolean leadsOutside() {
        return !loopback && !isVirtual() && addresses.stream().anyMatch(address -> !address.isLinkLocalAddress());
    }

    /** Whether it probably leads only to containers and virtual machines here. */
    boolean isVirtual() {
        return VIRTUAL.stream().anyMatch(name::startsWith);
    }

    /** Its best address, of the same family as {@code peer} where it has one; {@code peer} may be null. */
    InetAddress address(final InetAddress peer) {
        return addresses.stream()
                .filter(address -> peer != null && address.getClass() == peer.getClass())
                .findFirst()
                .orElse(addresses.get(0));
    }

    @Override
    public String toString() {
        return addresses.stream().map(InetAddress::getHostAddress).collect(Collectors.joining(", ", name + " (", ")"));
    }
}
