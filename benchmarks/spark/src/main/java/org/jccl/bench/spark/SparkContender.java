// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.spark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Answers what {@code jccl compare} asks: how long an all-reduce takes in Spark, with executors of one core on this host. */
public final class SparkContender {
    private static final int WARM_UP_CALLS = 20;
    /** So long the compilers of all these JVMs compete with Spark for the cores: before, calls take twice as long. */
    private static final long WARM_UP_NS = TimeUnit.SECONDS.toNanos(40);

    private static final int LEAST_CALLS = 5;
    private static final int FIELDS = 4;
    private static final String NO_SUCH_COLLECTIVE = "= -1 0 0 0 0 0";
    private static final long END_MS = 3_000;
    /** Spark's own hook, of a priority between these two, ends the executors. */
    private static final int BEFORE_SPARK = 100;

    private static final int AFTER_SPARK = 0;

    private final JavaSparkContext spark;
    private final int executors;
    private final long startNs = System.nanoTime();
    /** What was asked for last; null at first. */
    private ExecutorVectors vectors;

    private SparkContender(final JavaSparkContext spark, final int executors) {
        this.spark = spark;
        this.executors = executors;
    }

    /**
     * Answers until the end of its input.
     *
     * @param args how many executors, and a folder of its own, which it takes away at the end
     */
    public static void main(final String[] args) {
        final int executors = Integer.parseInt(args[0]);
        final Path scratch = Path.of(args[1]);
        final ShutdownHookManager hooks = ShutdownHookManager.get();
        hooks.addShutdownHook(() -> remove(scratch), AFTER_SPARK);
        int status = 0;
        try (JavaSparkContext spark = new JavaSparkContext(settings(executors, scratch))) {
            // a Spark that is interrupted logs hundreds of lines about it
            hooks.addShutdownHook(() -> spark.setLogLevel("OFF"), BEFORE_SPARK);
            new SparkContender(spark, executors).serve();
        } catch (final Exception said) { // Spark throws checked ones that it does not declare
            if (!hooks.isShutdownInProgress()) {
                // without the stack of the executor, which Spark's messages have
                System.err.println("contender: "
                        + String.valueOf(said.getMessage()).lines().findFirst().orElse(""));
            }
            status = 1;
        }
        System.exit(status);
    }

    private static SparkConf settings(final int executors, final Path scratch) {
        return new SparkConf()
                .setAppName("jccl-compare")
                .setMaster("local-cluster[" + executors + ",1,1024]")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1")
                .set("spark.local.dir", scratch.toString())
                .set("spark.executor.extraJavaOptions", "-Djava.io.tmpdir=" + scratch)
                // as Spark's guide to tuning has it: it takes about a third off the time at 16 MiB
                .set("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
                .set("spark.kryoserializer.buffer.max", "1g")
                // jobs wait until all executors are there, so that each gets a vector
                .set("spark.scheduler.minRegisteredResourcesRatio", "1.0")
                .set("spark.ui.enabled", "false");
    }

    private void serve() throws IOException {
        final BufferedReader tasks = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = tasks.readLine(); line != null; line = tasks.readLine()) {
            System.out.println(answer(line.trim().split("\\s+")));
        }
    }

    private String answer(final String[] task) {
        if (task.length != FIELDS) {
            throw new IllegalArgumentException(
                    "'" + String.join(" ", task) + "' is not: COLLECTIVE BYTES first|again MILLISECONDS");
        }
        if (!task[0].equals("all_reduce")) {
            return NO_SUCH_COLLECTIVE;
        }
        prepare(Math.toIntExact(Long.parseLong(task[1]) / Float.BYTES));
        if (task[2].equals("first")) {
            warmUp();
        }
        return measure(TimeUnit.MILLISECONDS.toNanos(Long.parseLong(task[3])));
    }

    private void prepare(final int elements) {
        if (vectors != null && vectors.elements() == elements) {
            return;
        }
        if (vectors != null) {
            vectors.close();
        }
        vectors = ExecutorVectors.load(spark, executors, elements);
    }

    private void warmUp() {
        for (int call = 0; call < WARM_UP_CALLS || System.nanoTime() - startNs < WARM_UP_NS; call++) {
            vectors.allReduce();
        }
    }

    private String measure(final long timeNs) {
        final LongStream.Builder times = LongStream.builder();
        final long start = System.nanoTime();
        long end = start;
        for (int call = 0; call < LEAST_CALLS || end - start < timeNs; call++) {
            final long begin = end;
            vectors.allReduce();
            end = System.nanoTime();
            times.add(end - begin);
        }
        return line(times.build().sorted().toArray());
    }

    private String line(final long[] sortedNs) {
        return String.format(
                Locale.ROOT,
                "= %d %.1f %.1f %.1f %.1f %.1f",
                (long) vectors.elements() * Float.BYTES,
                LongStream.of(sortedNs).average().orElseThrow() / 1e3,
                atRank(sortedNs, 0.5) / 1e3,
                atRank(sortedNs, 0.99) / 1e3,
                atRank(sortedNs, 0.999) / 1e3,
                atRank(sortedNs, 1) / 1e3);
    }

    private static long atRank(final long[] sorted, final double share) {
        return sorted[(int) Math.ceil(share * sorted.length) - 1];
    }

    /** Executors that Spark has told to end write to their logs until they have. */
    private static void remove(final Path scratch) {
        ProcessHandle.current()
                .descendants()
                .forEach(executor -> executor.onExit()
                        .completeOnTimeout(executor, END_MS, TimeUnit.MILLISECONDS)
                        .join());
        try (Stream<Path> files = Files.walk(scratch)) {
            files.sorted(Comparator.reverseOrder()).forEach(SparkContender::delete);
        } catch (final IOException | UncheckedIOException cannot) {
            System.err.println("contender: " + scratch + " stays: " + cannot.getMessage());
        }
    }

    private static void delete(final Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (final IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }
}
