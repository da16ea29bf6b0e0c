// SPDX-License-Identifier: Apache-2.0
package org.jccl.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jccl.CollectiveRequest;
import org.jccl.Communicator;
import org.jccl.ReduceOp;
import org.jccl.buffer.BufferView;

/**
 * Stochastic gradient descent, data-parallel: every rank holds the whole network and works on its part of each batch.
 *
 * <p><b>Buckets.</b> Back-propagation finishes the last layer's gradient first, so its all-reduce starts while the layers
 * before it are still computed: one bucket per layer, one request per bucket, restarted for each batch.
 *
 * <p><b>The same curve on 1, 2, 4 or 8 ranks.</b> A floating sum depends on its order, so the order is fixed: a batch is 8
 * shards; a shard is summed sample by sample; shards are summed in a binary tree. A rank holds a subtree, and recursive
 * doubling goes on with the tree across the ranks. Other numbers of ranks, up to 8, divide the shards as evenly as they
 * can, and round a little differently.
 */
final class Trainer {
    static final int SHARDS = 8;
    static final int BATCH = 64;

    private static final int SHARD = BATCH / SHARDS;
    private static final float RATE = 0.1f;

    private final Communicator world;
    private final Network network;
    private final CollectiveRequest[] buckets;
    private final int firstShard;
    private final int shards;

    /** With a fresh network, rank 0's on every rank. */
    Trainer(final Communicator world) {
        this(world, Network.initialised(new Random(2)));
    }

    /** Goes on with a network, rank 0's on every rank. */
    Trainer(final Communicator world, final Network network) {
        if (world.size() > SHARDS) {
            throw new IllegalArgumentException("a batch of " + SHARDS + " shards cannot be divided among "
                    + world.size() + " ranks; use at most " + SHARDS);
        }
        this.world = world;
        this.network = network;
        this.buckets = new CollectiveRequest[network.depth()];
        this.firstShard = SHARDS * world.rank() / world.size();
        this.shards = SHARDS * (world.rank() + 1) / world.size() - firstShard;
        for (int layer = 0; layer < network.depth(); layer++) {
            world.broadcast(network.layer(layer).parameters(), 0);
        }
    }

    /** Learns from all whole batches; returns the mean loss, the same on every rank. */
    double epoch(final List<Digits.Image> images) {
        final int batches = images.size() / BATCH;
        double loss = 0;
        for (int batch = 0; batch < batches; batch++) {
            loss += batch(images.subList(batch * BATCH, (batch + 1) * BATCH));
        }
        return loss / batches;
    }

    private double batch(final List<Digits.Image> images) {
        final int first = firstShard * SHARD;
        final List<Network.Pass> passes = new ArrayList<>();
        for (final Digits.Image image : images.subList(first, first + shards * SHARD)) {
            passes.add(network.forward(image));
        }
        for (int layer = network.depth() - 1; layer >= 0; layer--) {
            final float[] sum = gradient(passes, layer, 0, shards);
            System.arraycopy(sum, 0, network.layer(layer).gradient(), 0, sum.length);
            startBucket(layer);
        }
        final double[] loss = {loss(passes, 0, shards)};
        final BufferView total = BufferView.of(loss);
        world.allReduce(total, total, ReduceOp.SUM);
        for (int layer = network.depth() - 1; layer >= 0; layer--) {
            buckets[layer].await();
            network.layer(layer).descend(RATE / BATCH);
        }
        return loss[0] / BATCH;
    }

    private void startBucket(final int layer) {
        if (buckets[layer] == null) {
            final BufferView gradient = BufferView.of(network.layer(layer).gradient());
            buckets[layer] = world.allReduceAsync(gradient, gradient, ReduceOp.SUM);
        } else {
            buckets[layer].restart();
        }
    }

    /** One layer's gradient over {@code count} shards. */
    private float[] gradient(final List<Network.Pass> passes, final int layer, final int shard, final int count) {
        if (count == 1) {
            final float[] sum = new float[network.layer(layer).gradient().length];
            for (final Network.Pass pass : passes.subList(shard * SHARD, (shard + 1) * SHARD)) {
                network.backward(pass, layer, sum);
            }
            return sum;
        }
        final float[] left = gradient(passes, layer, shard, count / 2);
        final float[] right = gradient(passes, layer, shard + count / 2, count - count / 2);
        for (int i = 0; i < left.length; i++) {
            left[i] += right[i];
        }
        return left;
    }

    private static double loss(final List<Network.Pass> passes, final int shard, final int count) {
        if (count == 1) {
            return passes.subList(shard * SHARD, (shard + 1) * SHARD).stream()
                    .mapToDouble(Network.Pass::loss)
                    .reduce(0, Double::sum);
        }
        return loss(passes, shard, count / 2) + loss(passes, shard + count / 2, count - count / 2);
    }

    /** The network as it is now. */
    Network copy() {
        return network.copy();
    }

    /** The share of images that the network sees right; every rank looks at its part of them. */
    double accuracy(final List<Digits.Image> images) {
        final int[] right = {0};
        for (int i = world.rank(); i < images.size(); i += world.size()) {
            right[0] += network.classify(images.get(i)) == images.get(i).digit() ? 1 : 0;
        }
        final BufferView count = BufferView.of(right);
        world.allReduce(count, count, ReduceOp.SUM);
        return (double) right[0] / images.size();
    }
}
