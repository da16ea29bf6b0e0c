// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.machine;

import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * What one has to know of a host to judge its network.
 *
 * @param name as people call it
 * @param machine cores, processor, JDK and kernel
 * @param interfaces with addresses, MTU and speed
 */
public record HostFacts(String name, String machine, String interfaces) {
    private static final String BETWEEN = "\t";
    private static final int PARTS = 3;

    /** This host. */
    public static HostFacts here() {
        final String machine = Runtime.getRuntime().availableProcessors() + " x "
                + MachineProbe.cpu(new SystemFiles(Path.of("/"))) + ", JDK " + MachineProbe.jdk() + ", "
                + MachineProbe.kernel();
        final String interfaces =
                new NetworkInspection().findings().stream().map(Finding::fact).collect(Collectors.joining("; "));
        return new HostFacts(HostName.here(), machine, interfaces);
    }

    /** As one text, for {@link #parse} on another rank. */
    public String toText() {
        return String.join(BETWEEN, name, machine, interfaces);
    }

    /** Reads {@link #toText}. */
    public static HostFacts parse(final String text) {
        final String[] parts = text.split(BETWEEN, PARTS);
        return new HostFacts(parts[0], parts[1], parts[2]);
    }
}
