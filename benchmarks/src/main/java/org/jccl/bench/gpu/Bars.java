// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.gpu;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jccl.bench.gpu.Bar.Verdict;
import org.jccl.bench.report.Figure;
import org.jccl.bench.report.FlatJson;

/**
 * What the results of {@code check-on-gpu.sh} are held to: ranks that are processes sharing one device, sums of float32,
 * medians.
 */
final class Bars {
    private static final long MIB = 1 << 20;
    private static final long LARGE_BYTES = 256 * MIB;
    private static final long[] COMPARED_BYTES = {MIB, 16 * MIB, LARGE_BYTES};
    private static final long SMALLEST_BYTES = 8;
    private static final long SMALL_BYTES = 64 << 10;
    private static final double LATENCY_FACTOR = 1.5;
    /** The driver takes memory for itself in pieces of this size. */
    private static final long DEVICE_LEAK_BYTES = 2 * MIB;
    /** What a JVM needs for itself meanwhile, and less than 2 KiB for each of 10,000 operations. */
    private static final long HOST_LEAK_BYTES = 16 * MIB;

    private static final double DRIFT = 1.1;

    private static final String LIMITS = "limits";
    private static final String GLOO = "gloo";
    private static final String STREAM = "stream-2-";
    private static final List<String> CHECKED = List.of("exact-", "latency-", "bandwidth-");

    private final StepResults results;
    private final boolean rehearsal;

    /** In a rehearsal the greatest size that there is stands for the one that a bar names, and only what is wrong is missed. */
    Bars(final StepResults results, final boolean rehearsal) {
        this.results = results;
        this.rehearsal = rehearsal;
    }

    /** How device memory travels. */
    private enum Way {
        STAGED("off", 0.85, 3),
        DIRECT("on", 0.70, 20);

        private final String setting;
        private final double share;
        private final double timesGloo;

        Way(final String setting, final double share, final double timesGloo) {
            this.setting = setting;
            this.share = share;
            this.timesGloo = timesGloo;
        }

        String bandwidth() {
            return "bandwidth-2-" + setting;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A time that cannot be beaten, and what takes it. */
    private record Limit(String what, double us) {}

    List<Bar> all() throws IOException {
        final List<Bar> bars = new ArrayList<>();
        bars.add(exact());
        for (final Way way : Way.values()) {
            bars.add(bandwidth(way));
        }
        bars.add(latency(2));
        bars.add(latency(4));
        for (final Way way : Way.values()) {
            for (final long bytes : COMPARED_BYTES) {
                bars.add(besideGloo(way, bytes));
            }
        }
        for (final Way way : Way.values()) {
            bars.add(stream(way));
        }
        return bars;
    }

    private Bar exact() throws IOException {
        final String name = "all collectives, types, operators, 0 B to 1 GiB: every bit right";
        final List<String> steps = CHECKED.stream()
                .flatMap(prefix -> results.steps(prefix).stream())
                .toList();
        long wrong = 0;
        long rows = 0;
        for (final String step : steps) {
            for (final FlatJson line : results.lines(step)) {
                wrong += line.number("wrong");
                rows++;
            }
        }
        final List<String> obstacles = steps.stream()
                .filter(step -> !results.isComplete(step))
                .map(results::obstacle)
                .distinct()
                .toList();
        final String figure = wrong + " elements wrong in " + rows + " rows of " + steps.size() + " steps"
                + (obstacles.isEmpty() ? "" : "; " + String.join(", ", obstacles));
        final boolean failed = wrong > 0 || steps.stream().anyMatch(results::hasFailed);
        return !failed && (rows == 0 || !obstacles.isEmpty())
                ? Bar.notMeasured(name, figure)
                : judged(name, figure, !failed);
    }

    private Bar bandwidth(final Way way) throws IOException {
        final String name = format("%s, 256 MiB, 2 ranks: at least %.0f %% of the limit", way, way.share * 100);
        final String step = way.bandwidth();
        final long bytes = rehearsal ? results.greatestBytes(step) : LARGE_BYTES;
        final OptionalDouble p50 = results.p50(step, bytes);
        final Optional<Limit> slowest = way == Way.STAGED ? stagedLimit(bytes) : directLimit(bytes);
        if (p50.isEmpty() || slowest.isEmpty()) {
            return Bar.notMeasured(name, results.obstacle(p50.isEmpty() ? step : LIMITS));
        }
        final Limit limit = slowest.get();
        final double share = limit.us / p50.getAsDouble();
        final String figure = format(
                "%s: %s us, by %s %s us: %.1f %%",
                size(bytes), micros(p50.getAsDouble()), limit.what, micros(limit.us), share * 100);
        return judgedIfReal(name, figure, share >= way.share);
    }

    /** Inputs of both ranks come down, outputs of both go up, and each rank adds one half; all of it at once. */
    private Optional<Limit> stagedLimit(final long bytes) throws IOException {
        return slowest(Map.of(Limits.D2H, 2.0 * bytes, Limits.H2D, 2.0 * bytes, Limits.HOST_SUM, bytes / 2.0));
    }

    /** Both inputs are read once, both outputs written once. */
    private Optional<Limit> directLimit(final long bytes) throws IOException {
        return slowest(Map.of(Limits.D2D, 4.0 * bytes));
    }

    /** Of so many bytes at that rate each; none if one of the rates was not measured. */
    private Optional<Limit> slowest(final Map<String, Double> bytesByRate) throws IOException {
        Limit slowest = new Limit("", 0);
        for (final Map.Entry<String, Double> each : bytesByRate.entrySet()) {
            final OptionalDouble gigabytes = results.quantity(LIMITS, each.getKey());
            if (gigabytes.isEmpty()) {
                return Optional.empty();
            }
            final double us = each.getValue() / gigabytes.getAsDouble() / 1e3;
            slowest = us > slowest.us ? new Limit(each.getKey(), us) : slowest;
        }
        return Optional.of(slowest);
    }

    /** Of all small sizes, the one that takes longest. */
    private Bar latency(final int ranks) throws IOException {
        final String name = format("direct, 8 B to 64 KiB, %d ranks: at most %.1f x the steps", ranks, LATENCY_FACTOR);
        final String step = "latency-" + ranks + "-on";
        final String floor = "steps-" + ranks;
        final OptionalDouble meeting = results.quantity(floor, SmallSteps.MEETING);
        final OptionalDouble together = results.quantity(floor, SmallSteps.TOGETHER);
        double worst = 0;
        long worstBytes = 0;
        for (long bytes = SMALLEST_BYTES; bytes <= SMALL_BYTES; bytes *= 2) {
            final OptionalDouble p50 = results.p50(step, bytes);
            if (p50.isEmpty() || meeting.isEmpty() || together.isEmpty()) {
                return Bar.notMeasured(name, results.obstacle(p50.isEmpty() ? step : floor));
            }
            worstBytes = p50.getAsDouble() > worst ? bytes : worstBytes;
            worst = Math.max(worst, p50.getAsDouble());
        }
        final double least = together.getAsDouble() + meeting.getAsDouble();
        final String figure =
                format("%s: %s us, steps %s us: %.2f x", size(worstBytes), micros(worst), micros(least), worst / least);
        return judgedIfReal(name, figure, worst <= LATENCY_FACTOR * least);
    }

    private Bar besideGloo(final Way way, final long wanted) throws IOException {
        final String name =
                format("%s, %s, 2 ranks: at least %.0f x as fast as Gloo", way, size(wanted), way.timesGloo);
        final long bytes = rehearsal ? Math.min(wanted, results.greatestBytes(GLOO)) : wanted;
        final OptionalDouble gloo = results.p50(GLOO, bytes);
        final OptionalDouble p50 = results.p50(way.bandwidth(), bytes);
        if (gloo.isEmpty() || p50.isEmpty()) {
            return Bar.notMeasured(name, results.obstacle(gloo.isEmpty() ? GLOO : way.bandwidth()));
        }
        final double times = gloo.getAsDouble() / p50.getAsDouble();
        final String figure = format(
                "%s: %s us, Gloo %s us: %.1f x",
                size(bytes), micros(p50.getAsDouble()), micros(gloo.getAsDouble()), times);
        return judgedIfReal(name, figure, times >= way.timesGloo);
    }

    private Bar stream(final Way way) throws IOException {
        final String name = way + ", 10,000 operations on a stream: no leak, no drift";
        final String step = STREAM + way.setting;
        if (results.quantity(step, StreamRun.LATE).isEmpty()) {
            return results.hasFailed(step)
                    ? new Bar(name, Verdict.MISSED, results.obstacle(step))
                    : Bar.notMeasured(name, results.obstacle(step));
        }
        final long wrong = count(step, StreamRun.WRONG);
        final long device = count(step, StreamRun.DEVICE_LOST);
        final long host = count(step, StreamRun.HOST_GAINED);
        final double drift = results.quantity(step, StreamRun.LATE).getAsDouble()
                / results.quantity(step, StreamRun.EARLY).getAsDouble();
        final String figure = format(
                "%,d operations, %d elements wrong; lost %d KiB of the device, %d KiB of the host; last batches / first %.2f",
                count(step, StreamRun.OPERATIONS), wrong, device >> 10, host >> 10, drift);
        return wrong == 0 && device < DEVICE_LEAK_BYTES
                ? judgedIfReal(name, figure, host < HOST_LEAK_BYTES && drift <= DRIFT)
                : judged(name, figure, false);
    }

    private long count(final String step, final String name) throws IOException {
        return (long) results.quantity(step, name).orElseThrow(() -> new IOException(step + " lacks " + name));
    }

    private Bar judged(final String name, final String figure, final boolean met) {
        return new Bar(name, !met ? Verdict.MISSED : rehearsal ? Verdict.REHEARSED : Verdict.MET, figure);
    }

    /** Of what a short run on any machine says nothing about. */
    private Bar judgedIfReal(final String name, final String figure, final boolean met) {
        return judged(name, figure, met || rehearsal);
    }

    private static String size(final long bytes) {
        return bytes >= MIB ? bytes / MIB + " MiB" : bytes >= 1 << 10 ? bytes / (1 << 10) + " KiB" : bytes + " B";
    }

    private static String micros(final double us) {
        return Figure.micros(us * 1e3);
    }

    private static String format(final String format, final Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
