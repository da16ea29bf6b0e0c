// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.compare;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jccl.bench.launch.JavaCommand;

/** Finds out whom a name means. */
public final class Contenders {
    private static final String RENDEZVOUS = "JCCL_RENDEZVOUS";
    /** As torchrun has it. */
    private static final int RENDEZVOUS_PORT = 29_500;

    private Contenders() {}

    /** JCCL itself, on ranks that are started now. */
    public static Contender jccl(final Ground ground, final PrintStream rest) throws IOException {
        final List<String> java = JavaCommand.of(
                "",
                List.of(
                        JcclRanks.class.getName(),
                        Integer.toString(ground.ranks()),
                        ground.transport(),
                        ground.buffers(),
                        Long.toString(ground.capacityBytes())));
        if (ground.hosts().isEmpty()) {
            return LiveContender.start("JCCL", java, Map.of(), rest);
        }
        final List<String> command = MpiRun.find().command(ground);
        final Map<String, String> environment = new TreeMap<>(MpiRun.EVEN_AS_ROOT);
        if (System.getenv(RENDEZVOUS) == null) {
            environment.put(RENDEZVOUS, "tcp://" + ground.hosts().get(0) + ":" + RENDEZVOUS_PORT);
        }
        for (final String setting : settings(environment)) {
            command.addAll(List.of("-x", setting));
        }
        command.addAll(java);
        command.add(JcclRanks.STARTED);
        return LiveContender.start("JCCL", command, environment, rest);
    }

    /** The names of the variables that ranks on other hosts must get from this one. */
    private static SortedSet<String> settings(final Map<String, String> more) {
        final SortedSet<String> names = new TreeSet<>(System.getenv().keySet());
        names.addAll(more.keySet());
        names.removeIf(name -> !name.startsWith("JCCL_"));
        return names;
    }

    /**
     * Who is compared with.
     *
     * @param name {@code openmpi}, a file of results, or a command that answers tasks
     * @param mpiOptions further options of {@code mpirun}
     */
    public static Contender named(
            final String name, final Ground ground, final List<String> mpiOptions, final PrintStream rest)
            throws IOException {
        if (name.equals("openmpi")) {
            return OpenMpi.start(ground, mpiOptions, rest);
        }
        final Path file = Path.of(name.split(" ")[0]);
        if (Files.isExecutable(file) && !Files.isDirectory(file)) {
            return LiveContender.start(
                    file.getFileName().toString(), List.of("sh", "-c", "exec " + name), Map.of(), rest);
        }
        return file(Path.of(name), ground.ranks());
    }

    /** Results that somebody else measured; see {@link ResultFile}. */
    public static Contender file(final Path path, final int ranks) throws IOException {
        return ResultFile.read(path, ranks);
    }
}
