// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.compare;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jccl.bench.launch.JavaCommand;

/** Finds out whom a name means. */
public final class Contenders {
    private Contenders() {}

    /** JCCL itself, on ranks that are started now. */
    public static Contender jccl(final Ground ground, final PrintStream rest) {
        final List<String> command = JavaCommand.of(
                "",
                List.of(
                        JcclRanks.class.getName(),
                        Integer.toString(ground.ranks()),
                        ground.transport(),
                        ground.buffers(),
                        Long.toString(ground.capacityBytes())));
        return LiveContender.start("JCCL", command, Map.of(), rest);
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
