// SPDX-License-Identifier: Apache-2.0
package org.jccl.spark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A standalone cluster of Spark: processes, a master and workers of one core, at ports of loopback that are free. */
final class Cluster implements AutoCloseable {
    /** Of a master that takes workers: one that it turns away comes again after ten seconds only. */
    private static final Pattern ADDRESS = Pattern.compile(
            "Starting Spark master at (spark://127\\.0\\.0\\.1:\\d+).*New state: ALIVE", Pattern.DOTALL);

    private static final String ANY = "0";
    private static final long PERIOD_MS = 50;

    private final List<Process> processes = new ArrayList<>();

    /** Starts it, with its logs and the executors' folders in {@code folder}; returns its address. */
    String start(final Path folder, final int workers) throws Exception {
        SparkHome.assumeExecutorsStart();
        new SparkHome().install();
        final Path log = launch(folder, "master.Master", "--host", "127.0.0.1", "--port", ANY, "--webui-port", ANY);
        final String address = address(log);
        for (int i = 0; i < workers; i++) {
            final String work = folder.resolve("worker-" + i).toString();
            launch(
                    folder,
                    "worker.Worker",
                    "--host",
                    "127.0.0.1",
                    "--webui-port",
                    ANY,
                    "--cores",
                    "1",
                    "--memory",
                    "1g",
                    "--work-dir",
                    work,
                    address);
        }
        return address;
    }

    private Path launch(final Path folder, final String main, final String... arguments) throws IOException {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(opens());
        command.addAll(List.of("-Xmx256m", "-Dspark.master.rest.enabled=false"));
        command.addAll(List.of("-cp", System.getenv("SPARK_HOME") + "/jars/*", "org.apache.spark.deploy." + main));
        command.addAll(List.of(arguments));
        final Path log = folder.resolve(processes.size() + ".log");
        processes.add(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start());
        return log;
    }

    /** What Spark's launcher would have given to this JVM. */
    private static List<String> opens() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-opens"))
                .toList();
    }

    private String address(final Path log) throws IOException, InterruptedException {
        while (true) {
            final String text = Files.readString(log);
            final Matcher found = ADDRESS.matcher(text);
            if (found.find()) {
                return found.group(1);
            }
            if (!processes.get(0).isAlive()) {
                throw new IOException("Spark's master has ended: " + text);
            }
            Thread.sleep(PERIOD_MS);
        }
    }

    /** Ends all of its processes, executors too. */
    @Override
    public void close() {
        final List<ProcessHandle> all = processes.stream()
                .map(Process::toHandle)
                .flatMap(process -> Stream.concat(process.descendants(), Stream.of(process)))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(process -> process.onExit().join());
    }
}
