// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code gpu-bridge/check-on-gpu.sh}, with this JVM's runtime and class path for a pack, over the CUDA driver of gpu-bridge's
 * tests, which pretends, or over none.
 */
@Timeout(300)
final class CheckOnGpuTest {
    private static final Path SCRIPT = Path.of("../gpu-bridge/check-on-gpu.sh").toAbsolutePath();
    private static final Path PRETENDED =
            Path.of("../gpu-bridge/target/pretended").toAbsolutePath();

    @TempDir
    Path folder;

    private Path pack;

    @BeforeEach
    void pack() throws IOException {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "no shell here");
        pack = Files.createDirectory(folder.resolve("pack"));
        final Path java = Files.createDirectories(pack.resolve("runtime/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\nexec '" + System.getProperty("java.home") + "/bin/java' \"$@\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
        Files.copy(Path.of("src/main/gpu-check/gloo.py"), pack.resolve("gloo.py"));
        final Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath());
        try (OutputStream file = Files.newOutputStream(pack.resolve("jccl.jar"))) {
            new JarOutputStream(file, manifest).close();
        }
    }

    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toUri().toString())
                .collect(Collectors.joining(" "));
    }

    @Test
    void shouldRehearseAllOverADriverThatPretends() throws Exception {
        Assumptions.assumeTrue(
                Files.exists(PRETENDED.resolve("libreduce.so")),
                "the CUDA driver that pretends has not been built: gpu-bridge comes first, and a C++ compiler");
        final Path results = folder.resolve("results");
        // it has no PyTorch, which is told and is no failure
        final String said = check(3, PRETENDED, "--quick", pack.toString(), results.toString());
        assertThat(said.substring(said.indexOf("verdict")))
                .contains("every bit right", "0 elements wrong")
                .contains("staged, 256 MiB, 2 ranks: at least 85 % of the limit")
                .contains("direct, 256 MiB, 2 ranks: at least 70 % of the limit")
                .contains("direct, 8 B to 64 KiB, 2 ranks", "direct, 8 B to 64 KiB, 4 ranks")
                .contains("staged, 16 MiB, 2 ranks: at least 3 x as fast as Gloo")
                .contains("direct, 16 MiB, 2 ranks: at least 20 x as fast as Gloo")
                .contains("staged, 10,000 operations on a stream", "direct, 10,000 operations on a stream");
        assertThat(said.lines().filter(line -> line.contains("not measured")))
                .as(said)
                .allMatch(line -> line.contains("Gloo"));
        assertThat(results.resolve("bars.txt")).content().contains("rehearsed");
    }

    @Test
    void shouldSayThatThereIsNoDriver() throws Exception {
        Assumptions.assumeFalse(Files.exists(Path.of("/dev/nvidiactl")), "this machine has a driver");
        final String said =
                check(2, folder, pack.toString(), folder.resolve("results").toString());
        assertThat(said).contains("CUDA device 0 failed", "the CUDA driver");
    }

    @Test
    void shouldSayWhatPacks() throws Exception {
        assertThat(check(2, folder, folder.toString())).contains("mvn -Pgpu-check");
    }

    private String check(final int expected, final Path libraries, final String... arguments) throws Exception {
        final Path output = folder.resolve("output");
        final ProcessBuilder builder = new ProcessBuilder("/bin/sh", SCRIPT.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.command().addAll(Arrays.asList(arguments));
        builder.environment().put("LD_LIBRARY_PATH", libraries.toString());
        final Process process = builder.start();
        try {
            assertThat(process.waitFor(280, TimeUnit.SECONDS))
                    .as("it has ended")
                    .isTrue();
        } finally {
            process.destroy();
        }
        final String said = Files.readString(output);
        assertThat(process.exitValue()).as(said).isEqualTo(expected);
        return said;
    }
}
