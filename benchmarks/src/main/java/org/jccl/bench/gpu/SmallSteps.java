// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.gpu;

import java.io.IOException;
import java.nio.file.Path;
import org.jccl.Communicator;

/**
 * What a small collective cannot do without, of processes that share a device: each tells the others that its input is
 * there, each has a kernel to run at the same time, and each tells the others that it has read their inputs. One rank.
 */
final class SmallSteps {
    /** All have told each other something. */
    static final String MEETING = "meeting";
    /** A kernel of one process while the others do nothing, from its launch until the host has seen its end. */
    static final String ALONE = "kernel_alone";
    /** A meeting, and a kernel of each process behind it, until this process has seen the end of its own. */
    static final String TOGETHER = "meeting_and_kernels";

    /** In one sample, since one meeting takes hardly longer than reading the clock. */
    private static final int MEETINGS_AT_ONCE = 50;

    private static final long ANY_BYTES = 4096;

    private SmallSteps() {}

    /** Rank 0 writes what it has measured, each so many times. */
    static void measure(final int device, final int times, final Path flagFile, final Path json) throws IOException {
        try (Communicator communicator = Communicator.builder().name("steps").build();
                DeviceWork work = new DeviceWork(device, ANY_BYTES)) {
            final Flags flags = new Flags(flagFile, communicator.rank(), communicator.size());
            final double meeting = Medians.ns(times, () -> meetOften(flags)) / MEETINGS_AT_ONCE;
            final double together = Medians.ns(times, () -> {
                flags.meet();
                work.launch();
            });
            if (communicator.rank() == 0) {
                write(meeting, together, Medians.ns(times, work::launch), json);
            }
            communicator.barrier();
        }
    }

    private static void meetOften(final Flags flags) {
        for (int i = 0; i < MEETINGS_AT_ONCE; i++) {
            flags.meet();
        }
    }

    private static void write(final double meeting, final double together, final double alone, final Path json)
            throws IOException {
        try (Quantities quantities = Quantities.open(json)) {
            quantities.micros(MEETING, meeting / 1e3);
            quantities.micros(TOGETHER, together / 1e3);
            quantities.micros(ALONE, alone / 1e3);
        }
    }
}
