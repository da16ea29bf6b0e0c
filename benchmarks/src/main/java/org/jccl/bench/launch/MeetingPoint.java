// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.launch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Where the ranks of several hosts find each other: at rank 0's host, by the name that the others know it by. */
final class MeetingPoint {
    private final String host;

    private MeetingPoint(final String host) {
        this.host = host;
    }

    /** As the user has said, or by the first host's name. */
    static MeetingPoint of(final Cluster cluster, final List<HostSlots> used) {
        final String named = cluster.rendezvous();
        return new MeetingPoint(named.isEmpty() ? nameOfFirst(cluster.shell(), used) : named);
    }

    private static String nameOfFirst(final RemoteShell shell, final List<HostSlots> used) {
        final HostSlots first = used.get(0);
        if (!first.isHere()) {
            return bracketed(isKnown(first.host()) ? first.host() : configured(shell, first));
        }
        return used.stream().allMatch(HostSlots::isHere) ? "127.0.0.1" : HostSlots.ownName();
    }

    private static boolean isKnown(final String host) {
        try {
            return InetAddress.getByName(host) != null;
        } catch (final UnknownHostException alias) {
            return false;
        }
    }

    /** A name that only ssh's configuration knows has another one there, which {@code ssh -G} tells. */
    private static String configured(final RemoteShell shell, final HostSlots host) {
        final List<String> command = new ArrayList<>(shell.ssh());
        command.addAll(List.of("-G", host.name()));
        try {
            final Process ssh =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(ssh.getInputStream(), StandardCharsets.UTF_8))) {
                return lines.lines()
                        .filter(line -> line.startsWith("hostname "))
                        .map(line -> line.substring("hostname ".length()))
                        .findFirst()
                        .orElse(host.host());
            }
        } catch (final IOException another) {
            return host.host();
        }
    }

    private static String bracketed(final String address) {
        return address.indexOf(':') < 0 ? address : "[" + address + "]";
    }

    /** With the port that the user has said, or else that one. */
    String at(final int free) {
        return "tcp://" + (host.matches(".*[^:]:\\d+|\\[.*]:\\d+") ? host : host + ":" + free);
    }
}
