// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.compare;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jccl.bench.launch.TemporaryFolder;

/** Open MPI: compiles the contender that this jar carries, and starts it with {@code mpirun}. */
final class OpenMpi implements Contender {
    private static final String SOURCE = "mpi_contender.c";

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
        final MpiRun mpirun = MpiRun.find();
        final String mpicc = MpiRun.program("mpicc");
        final TemporaryFolder folder = TemporaryFolder.create();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder), "openmpi-shutdown"));
        try {
            final List<String> command = command(mpirun, ground, options);
            command.addAll(List.of(
                    compile(mpicc, folder.path()).toString(),
                    folder.path().toString(),
                    Long.toString(ground.capacityBytes())));
            return new OpenMpi(
                    folder, LiveContender.start("Open MPI " + mpirun.version(), command, MpiRun.EVEN_AS_ROOT, rest));
        } catch (final IOException | RuntimeException failed) {
            remove(folder);
            throw failed;
        }
    }

    private static List<String> command(final MpiRun mpirun, final Ground ground, final List<String> options) {
        final List<String> command = mpirun.command(ground);
        if (ground.ranks() > Runtime.getRuntime().availableProcessors()) {
            // its own best where ranks share cores: a rank that waits gives its core away
            command.addAll(List.of("--mca", "mpi_yield_when_idle", "1"));
        }
        if (ground.transport().equals("rdma")) {
            // over whatever UCX_TLS permits, as ours
            command.addAll(List.of("--mca", "pml", "ucx", "--mca", "pml_ucx_tls", "any"));
            command.addAll(List.of("--mca", "pml_ucx_devices", "any", "--mca", "osc", "^ucx"));
        } else {
            command.addAll(List.of("--mca", "pml", "ob1"));
            command.addAll(byteTransfer(mpirun, ground));
        }
        command.addAll(options);
        return command;
    }

    private static List<String> byteTransfer(final MpiRun mpirun, final Ground ground) {
        final List<String> loopback =
                ground.hosts().isEmpty() ? List.of("--mca", "btl_tcp_if_include", "lo") : List.of();
        return switch (ground.transport()) {
            // the component's name changed with version 5
            case "shm" -> List.of("--mca", "btl", "self," + (mpirun.isBefore(5) ? "vader" : "sm"));
            case "tcp" ->
                Stream.concat(Stream.of("--mca", "btl", "self,tcp"), loopback.stream())
                        .toList();
            default -> List.of();
        };
    }

    private static Path compile(final String mpicc, final Path folder) throws IOException {
        final Path source = folder.resolve(SOURCE);
        try (InputStream resource = OpenMpi.class.getResourceAsStream(SOURCE)) {
            Files.copy(resource, source);
        }
        final Path program = folder.resolve("contender");
        final String said = MpiRun.output(List.of(mpicc, "-O2", "-o", program.toString(), source.toString()));
        if (!Files.isExecutable(program)) {
            throw new ContenderException(mpicc + " could not compile the contender: " + said);
        }
        return program;
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
