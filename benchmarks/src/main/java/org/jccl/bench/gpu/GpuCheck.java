// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.gpu;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jccl.bench.launch.Logging;
import org.jccl.bench.measure.ByteSize;

/** What {@code gpu-bridge/check-on-gpu.sh} runs beside {@code jccl perf}, on device 0; the script says what for. */
public final class GpuCheck {
    private static final int DEVICE = 0;

    private GpuCheck() {}

    /** Exits with 0, or with 1 if something is not as it should be; of bars see {@link Bar#exitStatus}. */
    public static void main(final String[] args) throws IOException {
        Logging.configure();
        System.exit(run(List.of(args)));
    }

    private static int run(final List<String> args) throws IOException {
        switch (args.get(0)) {
            case "limits" -> Limits.measure(DEVICE, ByteSize.parse(args.get(1)), Path.of(args.get(2)));
            case "steps" ->
                SmallSteps.measure(DEVICE, Integer.parseInt(args.get(1)), Path.of(args.get(2)), Path.of(args.get(3)));
            case "stream" -> {
                return stream(Integer.parseInt(args.get(1)), ByteSize.parse(args.get(2)), Path.of(args.get(3)));
            }
            case "bars" -> {
                return bars(Path.of(args.get(1)), args.contains("--rehearsal"));
            }
            default -> throw new IllegalArgumentException("limits, steps, stream or bars, not " + args.get(0));
        }
        return 0;
    }

    private static int stream(final int operations, final long bytes, final Path json) throws IOException {
        try (StreamRun run = new StreamRun(DEVICE, operations, bytes)) {
            return run.run(json) ? 0 : 1;
        }
    }

    private static int bars(final Path folder, final boolean rehearsal) throws IOException {
        final List<Bar> bars = new Bars(StepResults.read(folder), rehearsal).all();
        Bar.print(bars, System.out);
        return Bar.exitStatus(bars);
    }
}
