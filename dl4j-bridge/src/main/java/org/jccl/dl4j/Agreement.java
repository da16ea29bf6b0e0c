// SPDX-License-Identifier: Apache-2.0
package org.jccl.dl4j;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.jccl.Communicator;
import org.jccl.buffer.BufferView;
import org.jccl.error.InvalidUsageException;
import org.jccl.nd4j.NdArrays;

/** That all ranks have the same network: compared when they begin and after each epoch, and made so. */
final class Agreement {
    /** What a network counts, and what chance it begins with, may differ. */
    private static final String MAY_DIFFER = "\"(iterationCount|epochCount|seed)\"\\s*:\\s*-?\\d+";

    private final Communicator world;
    private final Replica replica;

    Agreement(final Communicator world, final Replica replica) {
        this.world = world;
        this.replica = replica;
    }

    /** Refuses networks that differ; then all have rank 0's parameters, updater's state and counts. */
    void begin() {
        final long[] counts = gather(replica.model().numParams());
        refuse(different(counts), "rank 0's network has " + counts[0] + " parameters, these have others: ");
        refuse(
                different(gather(configurationSum())),
                "another configuration (layers, updaters, data type or the like) than rank 0's network is that of ");
        takeRankZeros();
        final long[] progress = {replica.iterations(), replica.epochs()};
        final BufferView view = BufferView.of(progress);
        world.broadcast(view, view, 0);
        replica.resumeAt((int) progress[0], (int) progress[1]);
    }

    /** Parameters and what the updater remembers are rank 0's on every rank. */
    void takeRankZeros() {
        NdArrays.broadcast(world, replica.model().params(), 0);
        if (replica.updaterState() != null) {
            NdArrays.broadcast(world, replica.updaterState(), 0);
        }
    }

    /** Refuses to go on with replicas that are not equal to the bit. Also meets ranks that have more batches left. */
    void check() {
        refuse(
                different(gather(parameterSum())),
                "by iteration " + replica.iterations() + " other parameters than rank 0's, though they began with the "
                        + "same (setListeners takes the averaging away, addListeners does not), are those of ");
    }

    private long[] gather(final long mine) {
        final long[] all = new long[world.size()];
        world.allGather(BufferView.of(new long[] {mine}), BufferView.of(all));
        return all;
    }

    private static List<Integer> different(final long[] values) {
        return IntStream.range(0, values.length)
                .filter(rank -> values[rank] != values[0])
                .boxed()
                .toList();
    }

    private static void refuse(final List<Integer> different, final String why) {
        if (!different.isEmpty()) {
            throw new InvalidUsageException("the ranks' networks differ: " + why + "ranks " + different);
        }
    }

    private long configurationSum() {
        final CRC32C sum = new CRC32C();
        sum.update(replica.configuration().replaceAll(MAY_DIFFER, "").getBytes(StandardCharsets.UTF_8));
        return sum.getValue();
    }

    private long parameterSum() {
        return Checksum.of(NdArrays.of(replica.model().params()));
    }
}
