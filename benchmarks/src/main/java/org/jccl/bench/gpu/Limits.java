// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.gpu;

import java.io.IOException;
import java.nio.file.Path;

/** What bounds large collectives on a device: how fast its copies are, and the reduction on the host. */
final class Limits {
    /** From the device to pinned memory. */
    static final String D2H = "d2h";
    /** From pinned memory to the device. */
    static final String H2D = "h2d";
    /** Both at once, each way. Only told: a machine that halves its rates then cannot meet the bar of the staged path. */
    static final String BOTH = "d2h_beside_h2d";
    /** Within the device; bytes read and bytes written. */
    static final String D2D = "d2d_read_and_written";
    /** One thread adds float32 from two operands; bytes of result. */
    static final String HOST_SUM = "host_sum";

    private static final int COPIES = 9;

    private Limits() {}

    static void measure(final int device, final long bytes, final Path json) throws IOException {
        try (Quantities quantities = Quantities.open(json);
                DeviceWork work = new DeviceWork(device, bytes)) {
            quantities.gigabytes(D2H, bytes / Medians.ns(COPIES, work::load));
            quantities.gigabytes(H2D, bytes / Medians.ns(COPIES, work::store));
            quantities.gigabytes(BOTH, bytes / Medians.ns(COPIES, work::loadAndStore));
            quantities.gigabytes(D2D, 2 * work.copiedBytes() / Medians.ns(COPIES, work::copy));
            quantities.gigabytes(HOST_SUM, HostSum.measure(bytes));
        }
    }
}
