// SPDX-License-Identifier: Apache-2.0
package org.jccl.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which faults a {@link FaultyTransport} shows, as text that all ranks are given alike, parts separated by commas:
 *
 * <pre>
 *   seed=7               what the random ones are drawn from; 1 unless said
 *   delay=1ms@0.1        one look in ten that finds new bytes must wait another millisecond for them
 *   slow=rank1@10M       what rank 1 sends arrives at 10 MiB a second on each lane
 *   stall=rank2@64K      of what rank 2 sends, nothing arrives behind the first 64 KiB of each lane; nothing breaks
 *   sever=rank2@10M      rank 2's links break when 10 MiB have gone over one of their lanes, either way
 *   corrupt=rank2@40     the byte behind the first 40 of each lane that rank 2 sends has a wrong bit; the seed says which
 * </pre>
 *
 * <p>Bytes are counted on the lane, headers included. What goes by reference is spoilt where it lies, and stays so. Immutable,
 * any thread.
 */
public final class FaultPlan {
    /** What happens at a byte or a rate. */
    enum Kind {
        SLOW,
        STALL,
        SEVER,
        CORRUPT
    }

    /** One fault of one rank; {@code bytes} is a position, or bytes a second. */
    record RankFault(Kind kind, int rank, long bytes) {}

    /** No such fault. */
    static final long NEVER = Long.MAX_VALUE;

    private static final Pattern DELAY = Pattern.compile("(\\d{1,9})(us|ms|s)@(0?\\.\\d+|0|1|1\\.0)");
    private static final Pattern RANK = Pattern.compile("rank(\\d{1,9})@(\\d{1,15})([KMG]?)");

    private long seed = 1;
    private long delayNs;
    private double delayProbability;
    private final List<RankFault> faults = new ArrayList<>();

    private FaultPlan() {}

    /**
     * Reads a plan.
     *
     * @throws IllegalArgumentException if a part is not understood; the message names it and shows how to write one
     */
    public static FaultPlan parse(final String text) {
        final FaultPlan plan = new FaultPlan();
        for (final String part : text.split(",")) {
            if (!part.isBlank()) {
                plan.add(part.trim());
            }
        }
        return plan;
    }

    private void add(final String part) {
        final int equals = part.indexOf('=');
        final String name = equals < 0 ? part : part.substring(0, equals);
        final String value = part.substring(equals + 1);
        final boolean understood = switch (name) {
            case "seed" -> setSeed(value);
            case "delay" -> setDelay(DELAY.matcher(value));
            case "slow" -> addFault(Kind.SLOW, RANK.matcher(value));
            case "stall" -> addFault(Kind.STALL, RANK.matcher(value));
            case "sever" -> addFault(Kind.SEVER, RANK.matcher(value));
            case "corrupt" -> addFault(Kind.CORRUPT, RANK.matcher(value));
            default -> false;
        };
        if (!understood) {
            throw new IllegalArgumentException(
                    "'" + part + "' is no fault (builder's faults, or JCCL_FAULTS); write seed=7, delay=1ms@0.1,"
                            + " slow=rank1@10M, stall=rank2@64K, sever=rank2@10M or corrupt=rank2@40");
        }
    }

    private boolean setSeed(final String value) {
        final boolean number = value.matches("\\d{1,18}");
        seed = number ? Long.parseLong(value) : seed;
        return number;
    }

    private boolean setDelay(final Matcher value) {
        if (!value.matches()) {
            return false;
        }
        final TimeUnit unit = switch (value.group(2)) {
            case "us" -> TimeUnit.MICROSECONDS;
            case "ms" -> TimeUnit.MILLISECONDS;
            default -> TimeUnit.SECONDS;
        };
        delayNs = unit.toNanos(Long.parseLong(value.group(1)));
        delayProbability = Double.parseDouble(value.group(3));
        return true;
    }

    private boolean addFault(final Kind kind, final Matcher value) {
        if (!value.matches()) {
            return false;
        }
        final int unit = value.group(3).isEmpty() ? 0 : 1 + "KMG".indexOf(value.group(3));
        final long bytes = Long.parseLong(value.group(2)) << 10 * unit;
        faults.add(new RankFault(kind, Integer.parseInt(value.group(1)), bytes));
        return kind != Kind.SLOW || bytes > 0;
    }

    /** Whether nothing goes wrong. */
    public boolean isEmpty() {
        return faults.isEmpty() && delayProbability == 0;
    }

    /** What random faults are drawn from. */
    long seed() {
        return seed;
    }

    /** How long a delay is. */
    long delayNs() {
        return delayNs;
    }

    /** How often a look is delayed, from 0 to 1. */
    double delayProbability() {
        return delayProbability;
    }

    /** The bytes of the least fault of that kind that one of these ranks has, or {@link #NEVER}. */
    long bytes(final Kind kind, final int... ranks) {
        long least = NEVER;
        for (final RankFault fault : faults) {
            for (final int rank : ranks) {
                if (fault.kind() == kind && fault.rank() == rank) {
                    least = Math.min(least, fault.bytes());
                }
            }
        }
        return least;
    }
}
