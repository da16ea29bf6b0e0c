// SPDX-License-Identifier: Apache-2.0
package org.jccl.testing;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What this process holds of the system, to see that it is given back. */
public record Footprint(long descriptors, long threads) {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(20);
    /** Class files, logs and the like that a first use opens for good; a leak of every attempt is more. */
    private static final int SLACK = 8;

    /** As it is now; descriptors count as none where they cannot be counted. */
    public static Footprint now() {
        final long descriptors = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getOpenFileDescriptorCount()
                : 0;
        return new Footprint(descriptors, ours().count());
    }

    private static Stream<Map.Entry<Thread, StackTraceElement[]>> ours() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(entry -> entry.getKey().getName().startsWith("jccl"));
    }

    private static String stacks() {
        return ours().map(entry -> entry.getKey().getName() + " " + Arrays.toString(entry.getValue()))
                .collect(Collectors.joining("; "));
    }

    /** What is open, where the system tells. */
    private static String open() {
        final List<String> open = new ArrayList<>();
        final File[] all = new File("/proc/self/fd").listFiles();
        for (final File each : all == null ? new File[0] : all) {
            try {
                open.add(Files.readSymbolicLink(each.toPath()).toString());
            } catch (final IOException closedMeanwhile) {
                // no longer open
            }
        }
        return open.toString();
    }

    /** Waits until the process holds no more than then; fails if it goes on holding more. */
    public void requireAgain() throws InterruptedException {
        final long deadlineNs = System.nanoTime() + PATIENCE_NS;
        Footprint now = now();
        while (now.descriptors > descriptors + SLACK || now.threads > threads) {
            if (System.nanoTime() - deadlineNs >= 0) {
                throw new AssertionError("this process held " + this + " before, and goes on holding " + now + ": "
                        + stacks() + "; " + open());
            }
            Thread.sleep(5);
            now = now();
        }
    }
}
