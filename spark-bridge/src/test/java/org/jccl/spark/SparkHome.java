// SPDX-License-Identifier: Apache-2.0
package org.jccl.spark;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** An installation of Spark, out of the class path less what is the application's. */
final class SparkHome {
    private static final List<String> APPLICATION =
            List.of("collectives-api", "transport-tcp", "agrona", "HdrHistogram", "assertj");

    private final Path home = Path.of(System.getenv("SPARK_HOME"));
    private final List<Path> classPath = Stream.of(
                    System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .toList();

    /** Lays Spark's jars where it looks for them when it starts executors. */
    Path install() throws IOException {
        final Path jars = Files.createDirectories(home.resolve("jars"));
        for (final Path entry : classPath) {
            final Path link = jars.resolve(entry.getFileName());
            if (!isOfApplication(entry) && !Files.exists(link)) {
                Files.createSymbolicLink(link, entry);
            }
        }
        return home;
    }

    /** Skips a test of executors that are processes where Spark's do not start: Hadoop 3.4.2 on Java 24 and later. */
    static void assumeExecutorsStart() throws ReflectiveOperationException {
        try {
            Class.forName("org.apache.hadoop.security.UserGroupInformation")
                    .getMethod("getCurrentUser")
                    .invoke(null);
        } catch (final InvocationTargetException failed) {
            abort("Spark's executors do not start on Java " + Runtime.version().feature() + ": " + failed.getCause());
        }
    }

    /** What goes with an application, as {@code --jars} would have it: ours, and the tests. */
    String applicationJars() throws IOException {
        final List<String> jars = new ArrayList<>();
        for (final Path entry : classPath) {
            if (isOfApplication(entry)) {
                jars.add(Files.isDirectory(entry) ? pack(entry).toString() : entry.toString());
            }
        }
        return String.join(",", jars);
    }

    private static boolean isOfApplication(final Path entry) {
        final String name = entry.getFileName().toString();
        return Files.isDirectory(entry) || APPLICATION.stream().anyMatch(name::startsWith);
    }

    private Path pack(final Path classes) throws IOException {
        final Path jar =
                home.resolve(classes.getParent().getParent().getFileName() + "-" + classes.getFileName() + ".jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> tree = Files.walk(classes)) {
            for (final Path path : tree.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(path).toString()));
                Files.copy(path, out);
            }
        }
        return jar;
    }
}
