// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.compare;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jccl.bench.launch.TemporaryFolder;

/** Open MPI on this machine: compiles the contender that this jar carries, and starts it with {@code mpirun}. */
final class OpenMpi implements Contender {
    private static final String SOURCE = "mpi_contender.c";
    private static final Map<String, String> EVEN_AS_ROOT =
            Map.of("OMPI_ALLOW_RUN_AS_ROOT", "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1");

    private final TemporaryFolder folder;
    private final LiveContender ranks;

    private OpenMpi(final TemporaryFolder folder, final LiveContender ranks) {
        this.folder = folder;
        this.ranks = ranks;
    }

    /**
     * Starts it.
     *
     * @param options further options of {@code mpirun}
     * @param rest where goes what it prints besides answers
     * @throws ContenderException if it is not installed or does not compile; the message says what to do
     */
    static OpenMpi start(final Ground ground, final List<String> options, final PrintStream rest) throws IOException {
        final String mpirun = find("mpirun");
        final String mpicc = find("mpicc");
        final String version = version(mpirun);
        final TemporaryFolder folder = TemporaryFolder.create();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder), "openmpi-shutdown"));
        try {
            final List<String> command = command(mpirun, version, ground, options);
            command.addAll(List.of(
                    compile(mpicc, folder.path()).toString(),
                    folder.path().toString(),
                    Long.toString(ground.capacityBytes())));
            return new OpenMpi(folder, LiveContender.start("Open MPI " + version, command, EVEN_AS_ROOT, rest));
        } catch (final IOException | RuntimeException failed) {
            remove(folder);
            throw failed;
        }
    }

    private static List<String> command(
            final String mpirun, final String version, final Ground ground, final List<String> options) {
        final List<String> command = new ArrayList<>(
                List.of(mpirun, "-np", Integer.toString(ground.ranks()), "--bind-to", "none", "--mca", "pml", "ob1"));
        if (ground.ranks() > Runtime.getRuntime().availableProcessors()) {
            // its own best where ranks share cores: a rank that waits gives its core away
            command.addAll(List.of("--oversubscribe", "--mca", "mpi_yield_when_idle", "1"));
        }
        switch (ground.transport()) {
            case "shm" -> command.addAll(List.of("--mca", "btl", "self," + sharedMemory(version)));
            case "tcp" -> command.addAll(List.of("--mca", "btl", "self,tcp", "--mca", "btl_tcp_if_include", "lo"));
            default -> {}
        }
        command.addAll(options);
        return command;
    }

    /** The component's name changed with version 5. */
    private static String sharedMemory(final String version) {
        return Integer.parseInt(version.substring(0, version.indexOf('.'))) < 5 ? "vader" : "sm";
    }

    private static String find(final String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toString)
                .orElseThrow(() -> new ContenderException("no " + program
                        + " on the PATH: install Open MPI with its development files (Debian: openmpi-bin and"
                        + " libopenmpi-dev), or compare with a file of its results"));
    }

    private static String version(final String mpirun) throws IOException {
        final String said = output(List.of(mpirun, "--version"));
        final String first = said.lines().findFirst().orElse("");
        if (!first.contains("Open MPI")) {
            throw new ContenderException(mpirun + " is not Open MPI's, it says: " + first);
        }
        return first.substring(first.lastIndexOf(' ') + 1);
    }

    private static Path compile(final String mpicc, final Path folder) throws IOException {
        final Path source = folder.resolve(SOURCE);
        try (InputStream resource = OpenMpi.class.getResourceAsStream(SOURCE)) {
            Files.copy(resource, source);
        }
        final Path program = folder.resolve("contender");
        final String said = output(List.of(mpicc, "-O2", "-o", program.toString(), source.toString()));
        if (!Files.isExecutable(program)) {
            throw new ContenderException(mpicc + " could not compile the contender: " + said);
        }
        return program;
    }

    private static String output(final List<String> command) throws IOException {
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

    @Override
    public String name() {
        return ranks.name();
    }

    @Override
    public boolean isLive() {
        return true;
    }

    @Override
    public Optional<Figures> measure(final Task task) {
        return ranks.measure(task).filter(figures -> figures.bytes() >= 0);
    }

    @Override
    public void close() {
        ranks.close();
        remove(folder);
    }

    private static void remove(final TemporaryFolder folder) {
        try {
            folder.close();
        } catch (final IOException left) {
            // a few files in the folder for temporary ones
        }
    }
}
