// SPDX-License-Identifier: Apache-2.0
package org.jccl.examples.dl4j;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDDBarrier;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jccl.Communicator;
import org.jccl.dl4j.DataParallel;
import org.jccl.examples.Digits;
import org.jccl.spark.BarrierCommunicator;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import scala.Function1;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag$;

/**
 * As {@link Ex01TrainNetwork} in a barrier stage of Spark: each task is a rank, and learns from the rows of its partition.
 * The driver then trains alone, with batches of the same rows, and prints both curves.
 *
 * <pre>
 *   java -cp 'examples/dl4j/target/*:examples/dl4j/target/lib/*' org.jccl.examples.dl4j.Ex05TrainInSpark 2 10
 * </pre>
 */
public final class Ex05TrainInSpark {
    private static final int RANKS = 2;
    private static final int EPOCHS = 10;
    private static final int BATCH = 60;

    private Ex05TrainInSpark() {}

    /** The arguments are how many ranks, 2 unless said, and epochs, 10 unless said; the master is local unless configured. */
    public static void main(final String[] args) {
        final int ranks = args.length > 0 ? Integer.parseInt(args[0]) : RANKS;
        final int epochs = args.length > 1 ? Integer.parseInt(args[1]) : EPOCHS;
        final SparkConf conf = new SparkConf().setAppName("digits").setIfMissing("spark.master", "local[" + ranks + "]");
        try (JavaSparkContext spark = new JavaSparkContext(conf)) {
            BarrierCommunicator.requireSlots(spark.sc(), ranks);
            final List<float[]> images = images();
            final List<Double> together = train(spark, images, ranks, epochs);
            final List<Double> alone = fit(Ex01TrainNetwork.network(), inTurns(images, ranks), BATCH * ranks, epochs);
            for (int epoch = 0; epoch < epochs; epoch++) {
                System.out.printf(
                        "epoch %2d  loss of %d tasks %.7f, of the driver alone %.7f%n",
                        epoch + 1, ranks, together.get(epoch), alone.get(epoch));
            }
        }
    }

    /** Rank 0's losses; all ranks have the same. */
    private static List<Double> train(
            final JavaSparkContext spark, final List<float[]> images, final int ranks, final int epochs) {
        final RDDBarrier<float[]> stage =
                spark.parallelize(images, ranks).rdd().barrier();
        final Function1<Iterator<float[]>, Iterator<Double>> task =
                (Function1<Iterator<float[]>, Iterator<Double>> & Serializable) rows -> task(rows, epochs);
        return stage.mapPartitions(task, false, ClassTag$.MODULE$.apply(Double.class))
                .toJavaRDD()
                .collect()
                .subList(0, epochs);
    }

    private static Iterator<Double> task(final Iterator<float[]> rows, final int epochs) {
        final List<float[]> own = new ArrayList<>(CollectionConverters.asJavaCollection(rows.toSeq()));
        try (Communicator world = BarrierCommunicator.join()) {
            final MultiLayerNetwork network = Ex01TrainNetwork.network();
            DataParallel.over(world).attach(network);
            return CollectionConverters.asScala(fit(network, own, BATCH, epochs).iterator());
        }
    }

    private static List<Double> fit(
            final MultiLayerNetwork network, final List<float[]> rows, final int batch, final int epochs) {
        final EpochReport report = new EpochReport(rows.size());
        network.addListeners(report);
        network.fit(new ListDataSetIterator<>(dataSet(rows).asList(), batch), epochs);
        return report.losses();
    }

    /** An image a row: its pixels, then its digit. */
    private static List<float[]> images() {
        final List<float[]> rows = new ArrayList<>();
        for (final Digits.Image image : Digits.load().training()) {
            final float[] row = Arrays.copyOf(image.pixels(), Digits.PIXELS + 1);
            row[Digits.PIXELS] = image.digit();
            rows.add(row);
        }
        return rows;
    }

    private static DataSet dataSet(final List<float[]> rows) {
        final float[][] pixels = new float[rows.size()][];
        final float[][] labels = new float[rows.size()][Digits.CLASSES];
        for (int i = 0; i < labels.length; i++) {
            pixels[i] = Arrays.copyOf(rows.get(i), Digits.PIXELS);
            labels[i][(int) rows.get(i)[Digits.PIXELS]] = 1;
        }
        return new DataSet(Nd4j.create(pixels), Nd4j.create(labels));
    }

    /** A batch of each partition after the other, so that what the ranks learn from at once is one batch. */
    private static List<float[]> inTurns(final List<float[]> images, final int ranks) {
        final int each = images.size() / ranks;
        final List<float[]> turns = new ArrayList<>();
        for (int first = 0; first < each; first += BATCH) {
            for (int rank = 0; rank < ranks; rank++) {
                turns.addAll(images.subList(rank * each + first, rank * each + Math.min(first + BATCH, each)));
            }
        }
        return turns;
    }
}
