// SPDX-License-Identifier: Apache-2.0
package org.jccl.spark;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** An installation of Spark, out of what surefire has appended to the class path; what is before that is the application's. */
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
        for (final Path jar : classPath.subList(firstOfSpark(), classPath.size())) {
            final Path link = jars.resolve(jar.getFileName());
            if (!Files.exists(link)) {
                Files.createSymbolicLink(link, jar);
            }
        }
        return home;
    }

    /** What goes with an application, as {@code --jars} would have it: ours, and the tests. */
    String applicationJars() throws IOException {
        final List<String> jars = new ArrayList<>();
        for (final Path entry : classPath.subList(0, firstOfSpark())) {
            if (Files.isDirectory(entry)) {
                jars.add(pack(entry).toString());
            } else if (APPLICATION.stream().anyMatch(entry.getFileName().toString()::startsWith)) {
                jars.add(entry.toString());
            }
        }
        return String.join(",", jars);
    }

    private int firstOfSpark() {
        for (int i = 0; i < classPath.size(); i++) {
            if (classPath.get(i).getFileName().toString().startsWith("spark-core")) {
                return i;
            }
        }
        throw new IllegalStateException("Spark is not on the class path; the profile spark puts it there");
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
