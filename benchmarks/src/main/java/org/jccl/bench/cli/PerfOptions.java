// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jccl.Communicator;
import org.jccl.CommunicatorBuilder;
import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.jccl.bench.measure.BufferKind;
import org.jccl.bench.measure.BufferSource;
import org.jccl.bench.measure.ByteSize;
import org.jccl.bench.measure.CudaBuffers;
import org.jccl.bench.measure.Effort;
import org.jccl.bench.measure.Expectation;
import org.jccl.bench.measure.Operation;
import org.jccl.bench.measure.PerfPlan;
import org.jccl.bench.measure.Sizes;
import org.jccl.bench.measure.Subject;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** The options of {@code jccl perf}; letters as in nccl-tests. Filled by picocli. */
final class PerfOptions {
    private static final List<ReduceOp> OPS = List.of(
            ReduceOp.SUM,
            ReduceOp.PROD,
            ReduceOp.MIN,
            ReduceOp.MAX,
            ReduceOp.AVG,
            ReduceOp.BAND,
            ReduceOp.BOR,
            ReduceOp.BXOR);

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "COLLECTIVE",
            description =
                    "all_reduce, reduce, broadcast, all_gather, reduce_scatter, all_to_all, gather, scatter, barrier, "
                            + "send_receive, ping_pong, all_gather_v, reduce_scatter_v, gather_v, scatter_v, all_to_all_v, or all.")
    private String collective;

    @Option(
            names = {"-b", "--minbytes"},
            defaultValue = "4",
            converter = SizeConverter.class,
            paramLabel = "SIZE",
            description = "Smallest size, as 8, 64K, 1M, 4G (default ${DEFAULT-VALUE}).")
    private long minBytes;

    @Option(
            names = {"-e", "--maxbytes"},
            defaultValue = "64M",
            converter = SizeConverter.class,
            paramLabel = "SIZE",
            description = "Largest size (default ${DEFAULT-VALUE}).")
    private long maxBytes;

    @Option(
            names = {"-f", "--stepfactor"},
            defaultValue = "4",
            paramLabel = "FACTOR",
            description = "Each size is the one before times this (default ${DEFAULT-VALUE}).")
    private int factor;

    @Option(
            names = {"-i", "--stepbytes"},
            defaultValue = "0",
            converter = SizeConverter.class,
            paramLabel = "SIZE",
            description = "Each size is the one before plus this; goes before -f.")
    private long increment;

    @Option(
            names = {"-n", "--iters"},
            defaultValue = "0",
            paramLabel = "CALLS",
            description = "Timed calls a row (default: as many as take 0.2 s, more for small sizes).")
    private int iterations;

    @Option(
            names = {"-w", "--warmup_iters"},
            defaultValue = "-1",
            paramLabel = "CALLS",
            description = "Calls before those (default: until no rank's compiler has anything left to do).")
    private int warmUps;

    @Option(
            names = {"-c", "--check"},
            defaultValue = "1",
            paramLabel = "0|1",
            description = "Whether to compare results bit by bit (default ${DEFAULT-VALUE}).")
    private int check;

    @Option(
            names = {"-o", "--op"},
            defaultValue = "sum",
            paramLabel = "OP",
            description = "sum, prod, min, max, avg, band, bor, bxor, or all (default ${DEFAULT-VALUE}).")
    private String op;

    @Option(
            names = {"-d", "--datatype"},
            defaultValue = "float32",
            paramLabel = "TYPE",
            description =
                    "int8, uint8, int32, uint32, int64, uint64, float16, bfloat16, float32, float64, float8_e4m3, "
                            + "float8_e5m2, or all (default ${DEFAULT-VALUE}).")
    private String type;

    @Option(
            names = {"-r", "--root"},
            defaultValue = "0",
            paramLabel = "RANK",
            description = "Root of the rooted collectives (default ${DEFAULT-VALUE}).")
    private int root;

    @Option(
            names = "--buffers",
            paramLabel = "KIND",
            description = "direct: native memory; allocate: memory from Communicator.allocate; heap: Java arrays "
                    + "(default direct).")
    private BufferKind buffers;

    @Option(
            names = "--device",
            defaultValue = "host",
            paramLabel = "host|cuda",
            description = "Where the buffers are: cuda takes memory of CUDA devices (default ${DEFAULT-VALUE}).")
    private Device device;

    @Option(
            names = "--cuda-devices",
            split = ",",
            paramLabel = "N",
            description =
                    "With --device cuda, the devices that the ranks of a host take in turn, as 0,1 (default: all).")
    private List<Integer> cudaDevices = List.of();

    @Option(
            names = "--transport",
            paramLabel = "NAME",
            description = "auto, local, shm, tcp, ...; 'jccl doctor' lists them (default: JCCL_TRANSPORT, or auto).")
    private String transport;

    @Option(
            names = "--algo",
            paramLabel = "RULE",
            description = "An algorithm's name, as ring, or rules, as all_reduce:0-4k:one_shot,all_gather:ring; "
                    + "'jccl schedule --list' lists them (default: the table's choice).")
    private String algorithm;

    @Option(
            names = "--overlap",
            description = "Measure how much of an operation hides behind a computation of the same length, between "
                    + "its start and the wait for it; nothing is checked.")
    private boolean overlap;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "Deadline of each call (default: JCCL_TIMEOUT, or 30).")
    private Integer timeoutSeconds;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the results there, as JSON lines.")
    private Path json;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Also write a page there, with plots, to attach to a ticket.")
    private Path html;

    @Mixin
    private ExpectOptions expect;

    /** Where buffers can be. */
    private enum Device {
        HOST,
        CUDA
    }

    /**
     * What to measure; refuses what does not fit together.
     *
     * @param localRank this process's number on its host; -1 if nobody says, or for ranks that are threads
     */
    PerfPlan plan(final int localRank) {
        final boolean judged = expected().isPresent();
        if (overlap && (html != null || judged)) {
            throw new IllegalArgumentException("--overlap goes neither with --html nor with --expect");
        }
        return new PerfPlan(
                subjects(),
                new Sizes(minBytes, maxBytes, factor, increment),
                new Effort(iterations, warmUps, Effort.ROW_NS),
                check != 0 && !overlap,
                memory(localRank),
                overlap);
    }

    private BufferSource memory(final int localRank) {
        if (device == Device.CUDA) {
            if (buffers != null) {
                throw new IllegalArgumentException("--buffers " + buffers.description()
                        + " is a kind of host memory; --device cuda has but one kind");
            }
            return CudaBuffers.of(cudaDevices, localRank);
        }
        if (!cudaDevices.isEmpty()) {
            throw new IllegalArgumentException("--cuda-devices goes with --device cuda");
        }
        return buffers == null ? BufferKind.DIRECT : buffers;
    }

    private List<Subject> subjects() {
        final List<Subject> subjects = new ArrayList<>();
        for (final Operation operation : Operation.parse(collective)) {
            for (final DataType each : operation.movesData() ? types() : List.of(DataType.INT8)) {
                if (operation.reduces()) {
                    ops().stream()
                            .filter(candidate -> candidate.supports(each))
                            .forEach(reduction -> subjects.add(new Subject(operation, each, reduction, root)));
                } else {
                    subjects.add(new Subject(operation, each, null, root));
                }
            }
        }
        if (subjects.isEmpty()) {
            throw new IllegalArgumentException("reduction " + op + " does not fit type " + type);
        }
        return subjects;
    }

    private List<DataType> types() {
        return type.equalsIgnoreCase("all") ? List.of(DataType.values()) : List.of(DataType.parse(type));
    }

    private List<ReduceOp> ops() {
        return op.equalsIgnoreCase("all") ? OPS : List.of(ReduceOp.parse(op));
    }

    /** Whether it was said what to measure, without which there is nothing to do. */
    boolean hasCollective() {
        return collective != null;
    }

    /** The rules for the builder, or null. A name alone is a rule for the one collective that is measured. */
    String algorithms() {
        if (algorithm == null || algorithm.contains(":")) {
            return algorithm;
        }
        final List<Operation> operations = Operation.parse(collective);
        if (operations.size() > 1) {
            throw new IllegalArgumentException(
                    "--algo " + algorithm + " does not say for which collective; write all_reduce:" + algorithm);
        }
        return operations.get(0).family() + ":" + algorithm;
    }

    void requireRootWithin(final int ranks) {
        if (root < 0 || root >= ranks) {
            throw new IllegalArgumentException(
                    "root " + root + " of " + ranks + " ranks: -r is from 0 to the last rank");
        }
    }

    String algorithmName() {
        return algorithm == null ? "auto" : algorithm;
    }

    /** A builder with what was asked for; what was not is left to the environment. */
    CommunicatorBuilder builder() {
        final CommunicatorBuilder builder = Communicator.builder().name("perf");
        if (transport != null) {
            builder.transport(transport);
        }
        if (timeoutSeconds != null) {
            builder.timeout(Duration.ofSeconds(timeoutSeconds));
        }
        if (algorithm != null) {
            builder.algorithms(algorithms());
        }
        return builder;
    }

    /** Where JSON goes, or null. */
    Path json() {
        return json;
    }

    /** Where the page goes, or null. */
    Path html() {
        return html;
    }

    /** What the links are expected to carry; empty if nothing is. */
    Optional<Expectation> expected() {
        return expect.expected();
    }

    /** Sizes with units. */
    static final class SizeConverter implements ITypeConverter<Long> {
        @Override
        public Long convert(final String text) {
            try {
                return ByteSize.parse(text);
            } catch (final IllegalArgumentException notASize) {
                throw new TypeConversionException(notASize.getMessage());
            }
        }
    }
}
