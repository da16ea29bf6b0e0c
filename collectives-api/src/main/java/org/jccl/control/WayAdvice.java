// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What is to be said about the ways on which a rank and its neighbours found each other. */
final class WayAdvice {
    private static final String NAME_IT = "name the network that all ranks share with JCCL_SOCKET_IFNAME";

    private final List<LocalInterface> interfaces;
    private final boolean stays;

    /**
     * Advice for this machine.
     *
     * @param stays whether this rank publishes loopback before anything else, so that ways over it are as they should be
     */
    WayAdvice(final List<LocalInterface> interfaces, final boolean stays) {
        this.interfaces = interfaces;
        this.stays = stays;
    }

    /** Sentences; empty if all is as it should be. */
    List<String> on(final int rank, final Map<Integer, Way> ways) {
        final List<String> advice = new ArrayList<>();
        final Map<String, List<Integer>> networks = new TreeMap<>();
        ways.forEach((peer, way) -> {
            final String flaw = flaw(way);
            if (flaw != null) {
                advice.add("rank " + rank + " reaches rank " + peer + " only at "
                        + way.there().getHostAddress() + ", " + flaw + "; " + NAME_IT);
            } else if (interfaceOf(way.there()) == null) {
                networks.computeIfAbsent(name(way), none -> new ArrayList<>()).add(peer);
            }
        });
        if (networks.size() > 1) {
            advice.add("rank " + rank + " reaches its neighbours over different networks: " + text(networks)
                    + "; if that is not meant so, " + NAME_IT);
        }
        return advice;
    }

    /** Why a way is a poor one, or null. */
    private String flaw(final Way way) {
        if (way.here().isLoopbackAddress()) {
            return stays ? null : "over loopback";
        }
        if (interfaceOf(way.there()) != null) {
            return null;
        }
        if (way.here().isLinkLocalAddress()) {
            return "a link-local address";
        }
        final LocalInterface here = interfaceOf(way.here());
        return here != null && here.isVirtual() ? "over " + here.name() + ", which is for containers here" : null;
    }

    private String name(final Way way) {
        final LocalInterface here = interfaceOf(way.here());
        return here == null ? way.here().getHostAddress() : here.name();
    }

    private LocalInterface interfaceOf(final InetAddress address) {
        return interfaces.stream()
                .filter(one -> one.addresses().contains(address))
                .findFirst()
                .orElse(null);
    }

    private static String text(final Map<String, List<Integer>> networks) {
        return networks.entrySet().stream()
                .map(entry -> entry.getKey() + " to "
                        + entry.getValue().stream().map(String::valueOf).collect(Collectors.joining(", ")))
                .collect(Collectors.joining("; "));
    }
}
