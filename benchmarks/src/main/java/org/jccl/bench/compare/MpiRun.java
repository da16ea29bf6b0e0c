// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.compare;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Open MPI's launcher as it is installed here.
 *
 * @param path of the program
 * @param version as 4.1.4
 */
record MpiRun(String path, String version) {
    static final Map<String, String> EVEN_AS_ROOT =
            Map.of("OMPI_ALLOW_RUN_AS_ROOT", "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1");

    /**
     * Looks for it.
     *
     * @throws ContenderException if it is not installed; the message says what to do
     */
    static MpiRun find() throws IOException {
        final String path = program("mpirun");
        final String said = output(List.of(path, "--version"));
        final String first = said.lines().findFirst().orElse("");
        if (!first.contains("Open MPI")) {
            throw new ContenderException(path + " is not Open MPI's, it says: " + first);
        }
        return new MpiRun(path, first.substring(first.lastIndexOf(' ') + 1));
    }

    /** The command that starts whatever is appended on the ground's hosts. */
    List<String> command(final Ground ground) {
        final List<String> command =
                new ArrayList<>(List.of(path, "-np", Integer.toString(ground.ranks()), "--bind-to", "none"));
        if (!ground.hosts().isEmpty()) {
            final int each = (ground.ranks() + ground.hosts().size() - 1)
                    / ground.hosts().size();
            command.add("--host");
            command.add(String.join(":" + each + ",", ground.hosts()) + ":" + each);
        } else if (ground.ranks() > Runtime.getRuntime().availableProcessors()) {
            command.add("--oversubscribe");
        }
        return command;
    }

    boolean isBefore(final int major) {
        return Integer.parseInt(version.substring(0, version.indexOf('.'))) < major;
    }

    /** Where a program of Open MPI's is. */
    static String program(final String name) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toString)
                .orElseThrow(() -> new ContenderException("no " + name
                        + " on the PATH: install Open MPI with its development files (Debian: openmpi-bin and"
                        + " libopenmpi-dev), or compare with a file of its results"));
    }

    /** What a command prints. */
    static String output(final List<String> command) throws IOException {
        final Process process =
                new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        try {
            final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor(1, TimeUnit.MINUTES);
            return said;
        } catch (final InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new ContenderException("interrupted while " + command.get(0) + " ran", stop);
        }
    }
}
