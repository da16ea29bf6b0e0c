// SPDX-License-Identifier: Apache-2.0
package org.jccl.examples.dl4j;

import java.util.List;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.jccl.examples.Digits;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/** The handwritten {@link Digits} as Deeplearning4j takes them: rows of pixels, and of a one among zeros. */
final class DigitBatches {
    private final DataSet training;
    private final DataSet test;

    private DigitBatches(final Digits digits) {
        training = rows(digits.training());
        test = rows(digits.test());
    }

    static DigitBatches load() {
        return new DigitBatches(Digits.load());
    }

    private static DataSet rows(final List<Digits.Image> images) {
        final float[][] pixels = images.stream().map(Digits.Image::pixels).toArray(float[][]::new);
        final float[][] labels = new float[images.size()][Digits.CLASSES];
        for (int i = 0; i < labels.length; i++) {
            labels[i][images.get(i).digit()] = 1;
        }
        return new DataSet(Nd4j.create(pixels), Nd4j.create(labels));
    }

    /** How many images an epoch has. */
    int perEpoch() {
        return training.numExamples();
    }

    /** The images to learn from, in the same order for everybody; the last batch is what is left. */
    DataSetIterator training(final int batch) {
        return new ListDataSetIterator<>(training.asList(), batch);
    }

    /** The images to be tested on. */
    DataSetIterator test() {
        return new ListDataSetIterator<>(test.asList(), test.numExamples());
    }
}
