// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.machine;

import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The interfaces that are up, with their addresses. */
final class NetworkInspection {
    private final SystemFiles files = new SystemFiles(Path.of("/"));

    List<Finding> findings() {
        final List<Finding> findings = new ArrayList<>();
        try {
            boolean outside = false;
            for (final NetworkInterface each :
                    NetworkInterface.networkInterfaces().toList()) {
                if (each.isUp()) {
                    findings.add(Finding.fine("interface", describe(each)));
                    outside |=
                            !each.isLoopback() && !each.getInterfaceAddresses().isEmpty();
                }
            }
            if (!outside) {
                findings.add(new Finding(
                        "interface", "loopback only", "ranks on other machines cannot be reached from here"));
            }
        } catch (final SocketException refused) {
            findings.add(new Finding("interface", "unknown: " + refused.getMessage(), "is this a sandbox?"));
        }
        return findings;
    }

    private String describe(final NetworkInterface each) throws SocketException {
        final String addresses = each.getInterfaceAddresses().stream()
                .map(InterfaceAddress::getAddress)
                .map(InetAddress::getHostAddress)
                .collect(Collectors.joining(", "));
        return each.getName() + ": " + (addresses.isEmpty() ? "no address" : addresses) + ", MTU " + each.getMTU()
                + speed(each.getName());
    }

    /** As the driver says; nothing where it does not know. */
    private String speed(final String name) {
        return files.line("sys/class/net/" + name + "/speed")
                .filter(mbit -> mbit.matches("[1-9]\\d*"))
                .map(mbit -> ", " + mbit + " Mbit/s")
                .orElse("");
    }
}
