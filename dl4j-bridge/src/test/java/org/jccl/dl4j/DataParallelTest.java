// SPDX-License-Identifier: Apache-2.0
package org.jccl.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jccl.DataType;
import org.jccl.error.InvalidUsageException;
import org.jccl.error.MismatchException;
import org.jccl.testing.Ranks;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.learning.config.Sgd;

/** Over ND4J's native backend: {@code mvn -Pdl4j verify}. */
@Tag("nd4j")
@Timeout(240)
class DataParallelTest {
    /** Float64 sums in another order, through 21 iterations. */
    private static final double ROUNDING = 1e-10;

    private static List<Curve> train(
            final int ranks, final IntFunction<MultiLayerNetwork> network, final UnaryOperator<DataParallel> options) {
        return Curve.ofRanks(ranks, world -> {
            final MultiLayerNetwork own = network.apply(1 + world.rank());
            options.apply(DataParallel.over(world)).attach(own);
            return own;
        });
    }

    private static void assertSame(final List<Curve> ranks) {
        assertThat(ranks).allSatisfy(curve -> {
            assertThat(curve.scores()).isEqualTo(ranks.get(0).scores());
            assertThat(curve.parameters()).isEqualTo(ranks.get(0).parameters());
        });
    }

    private static void assertCurve(final List<Curve> ranks, final Curve one) {
        assertSame(ranks);
        final Curve all = ranks.get(0);
        assertThat(all.scores()).hasSameSizeAs(one.scores()).hasSize(7 * Curve.EPOCHS);
        for (int i = 0; i < all.scores().size(); i++) {
            assertThat(all.scores().get(i))
                    .as("iteration %d", i)
                    .isCloseTo(one.scores().get(i), within(ROUNDING));
        }
        assertThat(all.parameters().distance1(one.parameters()))
                .isLessThan(ROUNDING * one.parameters().length());
        assertThat(one.scores().get(one.scores().size() - 1))
                .isLessThan(one.scores().get(0) / 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shouldFollowTheCurveOfOneProcess(final int ranks) {
        assertCurve(train(ranks, Networks::dense, parallel -> parallel), Curve.ofOne(Networks.dense(1)));
    }

    /** Ranks have 10, 11 and 11 rows of each batch, and 2, 3 and 3 of the last. */
    @Test
    void shouldFollowTheCurveOfOneProcessWithBatchesOfDifferentSizes() {
        assertCurve(train(3, Networks::dense, parallel -> parallel), Curve.ofOne(Networks.dense(1)));
    }

    /** With preprocessors of its own between its layers, and buckets of 64 elements. */
    @Test
    void shouldFollowTheCurveOfOneProcessThroughConvolution() {
        final Curve one = Curve.ofOne(Networks.convolutional(1));
        assertCurve(train(2, Networks::convolutional, parallel -> parallel.bucketBytes(512)), one);
        assertCurve(train(2, Networks::convolutional, parallel -> parallel.overlap(false)), one);
    }

    @ParameterizedTest
    @ValueSource(longs = {8, 1000, 1 << 20})
    void shouldFollowTheCurveOfOneProcessWithAGraph(final long bucketBytes) {
        final List<Curve> ranks = Curve.ofRanks(2, world -> {
            final ComputationGraph graph = Networks.graph(1 + world.rank());
            DataParallel.over(world).bucketBytes(bucketBytes).attach(graph);
            return graph;
        });
        assertCurve(ranks, Curve.ofOne(Networks.graph(1)));
    }

    /** One process divides the sum of 32 gradients by nothing, so ranks must not either. */
    @Test
    void shouldFollowTheCurveOfOneProcessWhereGradientsAreSums() {
        final IntFunction<MultiLayerNetwork> summing =
                seed -> Networks.layers(Networks.builder(seed, new Sgd(0.001)).miniBatch(false));
        final List<Curve> ranks = train(3, summing, parallel -> parallel);
        assertThat(ranks.get(0)
                        .parameters()
                        .distance1(Curve.ofOne(summing.apply(1)).parameters()))
                .isLessThan(ROUNDING);
    }

    @Test
    void shouldKeepReplicasEqualThroughBatchNormalisation() {
        assertSame(train(3, Networks::normalised, parallel -> parallel));
        assertSame(train(2, Networks::normalised, parallel -> parallel.bucketBytes(256)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"FLOAT16", "BFLOAT16", "FLOAT32"})
    void shouldLearnWithGradientsThatTravelNarrow(final String wire) {
        final List<Curve> ranks = train(
                2,
                Networks::dense,
                parallel -> parallel.wire(DataType.valueOf(wire)).bucketBytes(1000));
        assertSame(ranks);
        final List<Double> one = Curve.ofOne(Networks.dense(1)).scores();
        assertThat(ranks.get(0).scores().get(20)).isNotEqualTo(one.get(20)).isCloseTo(one.get(20), within(0.02));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 100})
    void shouldEndEpochsWithOneNetworkWhereParametersAreAveraged(final int period) {
        final List<Curve> ranks = train(3, Networks::dense, parallel -> parallel.averageParametersEvery(period));
        assertThat(ranks)
                .allMatch(curve -> curve.parameters().equals(ranks.get(0).parameters()));
        assertThat(ranks.get(0).scores().get(20))
                .isLessThan(ranks.get(0).scores().get(0) / 2);
    }

    /** Batches of 8 and 32 rows are even on 2 ranks; a step of plain descent is linear in the gradient. */
    @Test
    void shouldFollowTheCurveOfOneProcessWithParametersAveragedAfterEachPlainStep() {
        final IntFunction<MultiLayerNetwork> plain = seed ->
                Networks.layers(Networks.builder(seed, new Sgd(0.1)).gradientNormalization(GradientNormalization.None));
        final List<Curve> ranks = train(2, plain, parallel -> parallel.averageParametersEvery(1));
        assertThat(ranks.get(0)
                        .parameters()
                        .distance1(Curve.ofOne(plain.apply(1)).parameters()))
                .isLessThan(ROUNDING);
    }

    @Test
    void shouldLeaveNothingInTheConfiguration() {
        final MultiLayerNetwork untouched = Networks.convolutional(1);
        Ranks.spawn(2, "auto", world -> {
            final MultiLayerNetwork network = Networks.convolutional(1);
            DataParallel.over(world).attach(network);
            network.fit(RankShare.of(Curve.batches(), world));
            assertThat(network.getLayerWiseConfigurations().getInputPreProcessors())
                    .isEqualTo(untouched.getLayerWiseConfigurations().getInputPreProcessors());
        });
    }

    @Test
    void shouldNameTheRankWhoseNetworkIsAnother() {
        assertThatThrownBy(() -> Ranks.spawn(
                        3,
                        "auto",
                        world -> DataParallel.over(world)
                                .attach(world.rank() == 2 ? Networks.normalised(1) : Networks.dense(1))))
                .hasStackTraceContaining("rank 0's network has 1044 parameters, these have others: ranks [2]");
        assertThatThrownBy(() -> Ranks.spawn(
                        3,
                        "auto",
                        world -> DataParallel.over(world)
                                .attach(Networks.layers(Networks.builder(1, new Sgd(world.rank() == 1 ? 0.1 : 0.2))))))
                .hasStackTraceContaining("another configuration")
                .hasStackTraceContaining("ranks [1]");
    }

    @Test
    void shouldSayAtTheEndOfAnEpochThatReplicasHaveDriftedApart() {
        assertThatThrownBy(() -> Ranks.spawn(2, "auto", world -> {
                    final MultiLayerNetwork network = Networks.dense(1);
                    DataParallel.over(world).attach(network);
                    if (world.rank() == 1) {
                        network.params().addi(1e-9);
                    }
                    network.fit(RankShare.of(Curve.batches(), world));
                }))
                .hasStackTraceContaining("other parameters than rank 0's")
                .hasStackTraceContaining("ranks [1]");
    }

    @Test
    void shouldNotHangWhereARankHasFewerBatches() {
        assertThatThrownBy(() -> Ranks.spawn(2, "auto", world -> {
                    final MultiLayerNetwork network = Networks.dense(1);
                    DataParallel.over(world).attach(network);
                    for (int batch = 0; batch < 5; batch++) {
                        network.fit(Networks.data(16));
                    }
                    if (world.rank() == 0) {
                        network.fit(Networks.data(16));
                    } else {
                        network.fit(new ListDataSetIterator<>(List.of()));
                    }
                }))
                .hasStackTraceContaining(MismatchException.class.getName());
    }

    @Test
    void shouldRefuseWhatMakesNoSense() {
        Ranks.spawn(1, "auto", world -> {
            assertThatThrownBy(() -> DataParallel.over(world).wire(DataType.INT32))
                    .isInstanceOf(InvalidUsageException.class)
                    .hasMessageContaining("gradients cannot travel as int32");
            assertThatThrownBy(() -> DataParallel.over(world).averageParametersEvery(0))
                    .isInstanceOf(InvalidUsageException.class);
            assertThatThrownBy(() -> DataParallel.over(world).bucketBytes(0)).isInstanceOf(InvalidUsageException.class);
            assertThatThrownBy(() -> DataParallel.over(world)
                            .wire(DataType.FLOAT16)
                            .averageParametersEvery(2)
                            .attach(Networks.dense(1)))
                    .isInstanceOf(InvalidUsageException.class)
                    .hasMessageContaining("parameters travel as they are");
        });
    }

    @Test
    void shouldRefuseBatchesWithFewerRowsThanRanks() {
        assertThatThrownBy(() -> train(9, Networks::dense, parallel -> parallel))
                .hasStackTraceContaining("a batch of 8 rows cannot be divided among 9 ranks");
    }
}
