// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jccl.bench.launch.Cluster;
import org.jccl.bench.launch.HostFile;
import org.jccl.bench.launch.RemoteShell;
import picocli.CommandLine.Option;

/** Which hosts, and how they are reached. */
final class ClusterOptions {
    @Option(names = "--hostfile", paramLabel = "FILE", description = "The hosts to run on (default: this machine).")
    private Path hostfile;

    @Option(
            names = "--ssh",
            defaultValue = "ssh",
            paramLabel = "COMMAND",
            description = "What reaches a host, with its options (default ${DEFAULT-VALUE}): 'ssh -p 2222 -i key'.")
    private String ssh;

    @Option(
            names = "--remote-java",
            paramLabel = "FILE",
            description = "The Java of the other hosts (default: the same as here).")
    private String java;

    @Option(
            names = "--remote-dir",
            paramLabel = "DIR",
            description = "Where ranks work on the other hosts (default: the same as here).")
    private String folder;

    @Option(
            names = "--remote-class-path",
            paramLabel = "PATH",
            description = "Where JCCL is on the other hosts (default: the same as here).")
    private String classPath;

    @Option(
            names = "--rendezvous",
            defaultValue = "",
            paramLabel = "HOST[:PORT]",
            description = "By which name, and port, all ranks reach the first host (default: its name in the hostfile, "
                    + "and a free port from 12000 to 31999).")
    private String rendezvous;

    @Option(
            names = {"--env", "-x"},
            paramLabel = "NAME[=VALUE]",
            description = "A variable for all ranks, with this value or the one it has here; may be repeated.")
    private List<String> variables = List.of();

    /** Null for this machine alone. */
    Cluster cluster() throws IOException {
        if (hostfile == null && !variables.isEmpty()) {
            throw new IllegalArgumentException(
                    "--env goes with --hostfile; ranks of this machine have jccl's own environment");
        }
        if (hostfile == null) {
            return null;
        }
        return new Cluster(
                HostFile.read(hostfile),
                RemoteShell.of(ssh, java, folder, classPath),
                rendezvous,
                variables(System.getenv()));
    }

    private Map<String, String> variables(final Map<String, String> own) {
        final Map<String, String> named = new LinkedHashMap<>();
        for (final String variable : variables) {
            final int equals = variable.indexOf('=');
            final String name = equals < 0 ? variable : variable.substring(0, equals);
            final String value = equals < 0 ? own.get(variable) : variable.substring(equals + 1);
            if (name.isEmpty() || value == null) {
                throw new IllegalArgumentException("--env " + variable + ": it is not set here; write NAME=VALUE");
            }
            named.put(name, value);
        }
        return named;
    }
}
