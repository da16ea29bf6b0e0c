// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.report;

import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.jccl.bench.machine.Machine;
import org.jccl.bench.measure.Latencies;
import org.jccl.bench.measure.Measurement;
import org.jccl.bench.measure.Operation;
import org.jccl.bench.measure.Overlap;
import org.jccl.bench.measure.Row;
import org.jccl.bench.measure.Subject;

/** Rows to report about. */
final class Samples {
    static final Machine MACHINE =
            new Machine(2, "AMD EPYC", "Debian 17.0.15", "Linux 6.1 amd64", true, "native avx2", 51.4);
    static final Setting SETTING = new Setting(4, "processes", "shm", "auto", "direct");

    private Samples() {}

    static Subject allReduce() {
        return new Subject(Operation.ALL_REDUCE, DataType.FLOAT32, ReduceOp.SUM, 0);
    }

    static Row smallRow() {
        final Measurement good = new Measurement("ring", new Latencies(10, 1234.5, 352, 9_999, 99_990, 999_900), 0);
        final Measurement bad =
                new Measurement("ring", new Latencies(10, 2000.0, 12_345, 123_456, 1_234_567, 99_999_999), 17);
        return new Row(allReduce(), 4, 2, good, bad);
    }

    static Row largeRow() {
        final Measurement unchecked = new Measurement(
                "ring",
                new Latencies(7, 21_400_000.0, 21_300_000, 22_000_000, 22_000_000, 22_000_000),
                Measurement.UNCHECKED);
        final Subject subject = new Subject(Operation.ALL_TO_ALL_V, DataType.FLOAT8_E4M3, null, 0);
        return new Row(subject, 4, 64L << 20, unchecked, null);
    }

    static Overlap overlap() {
        return new Overlap(allReduce(), "ring", 4, 2, took(2_000), took(2_100), took(2_625));
    }

    private static Latencies took(final long ns) {
        return new Latencies(10, ns, ns, ns, ns, ns);
    }
}
