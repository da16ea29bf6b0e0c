// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.jccl.Communicator;
import org.jccl.DataType;
import org.jccl.ReduceOp;
import org.jccl.buffer.BufferView;
import org.jccl.buffer.Memory;
import org.jccl.testing.Ranks;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Over a real communicator: what is right counts as right, and each wrong element counts once. */
@Timeout(120)
class WorkloadTest {
    private static final int RANKS = 3;
    private static final int ROOT = 1;
    private static final long BYTES = 50_001;

    @ParameterizedTest
    @EnumSource
    void shouldFindNothingWrongAfterACallAndEverythingBefore(final Operation operation) {
        for (final BufferKind kind : BufferKind.values()) {
            for (final DataType type : new DataType[] {DataType.FLOAT32, DataType.INT64, DataType.BFLOAT16}) {
                Ranks.spawn(RANKS, "local", communicator -> {
                    check(communicator, operation, type, kind, false);
                    if (operation.hasInPlace()) {
                        check(communicator, operation, type, kind, true);
                    }
                });
            }
        }
    }

    private static void check(
            final Communicator communicator,
            final Operation operation,
            final DataType type,
            final BufferKind kind,
            final boolean inPlace) {
        final Subject subject = new Subject(operation, type, operation.reduces() ? ReduceOp.SUM : null, ROOT);
        final long elements = subject.elements(BYTES, RANKS);
        try (BufferSource.Block first = kind.allocate(communicator, BYTES);
                BufferSource.Block second = kind.allocate(communicator, BYTES)) {
            final Workload workload = new Workload(communicator, subject, elements, inPlace, first, second);
            workload.prepare();
            if (operation.hasOutput(communicator.rank(), RANKS, ROOT)) {
                final boolean alreadyThere = inPlace && operation == Operation.BROADCAST && communicator.rank() == ROOT
                        || inPlace && operation == Operation.SCATTER && communicator.rank() == ROOT;
                assertThat(workload.wrong() > 0)
                        .as("%s %s %s, before", operation, type, kind)
                        .isEqualTo(!alreadyThere);
            }
            communicator.barrier();
            workload.run();
            assertThat(workload.wrong())
                    .as("%s %s %s in place %s", operation, type, kind, inPlace)
                    .isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ALL_REDUCE", "ALL_GATHER", "ALL_TO_ALL_V", "REDUCE_SCATTER", "SEND_RECEIVE"})
    void shouldCountEachWrongElementOfOutputAndInput(final Operation operation) {
        Ranks.spawn(RANKS, "local", communicator -> {
            final Subject subject =
                    new Subject(operation, DataType.INT32, operation.reduces() ? ReduceOp.SUM : null, 0);
            try (BufferSource.Block first = BufferKind.DIRECT.allocate(communicator, BYTES);
                    BufferSource.Block second = BufferKind.DIRECT.allocate(communicator, BYTES)) {
                final Workload workload =
                        new Workload(communicator, subject, subject.elements(BYTES, RANKS), false, first, second);
                workload.prepare();
                communicator.barrier();
                workload.run();
                flip(second.view(1, DataType.INT32));
                flip(second.view(3000, DataType.INT32).slice(2999, 1));
                flip(first.view(2, DataType.INT32).slice(1, 1));
                assertThat(workload.wrong()).isEqualTo(3);
            }
        });
    }

    private static void flip(final BufferView element) {
        Memory.putInt(element.address(), ~Memory.getInt(element.address()));
    }
}
