// SPDX-License-Identifier: Apache-2.0
package org.jccl.dl4j;

import java.util.List;
import org.jccl.Communicator;
import org.jccl.error.InvalidUsageException;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * This rank's rows of each batch, so that all ranks together fit the batch: of {@code b} rows, rank {@code r} of {@code n}
 * gets those from {@code b r / n} to {@code b (r + 1) / n}. Every rank reads all batches, and they have to come in the same
 * order everywhere; where reading is what costs, give each rank an iterator over data of its own instead.
 *
 * <p>Threads: as the iterator that it is made from.
 */
public final class RankShare implements DataSetIterator {
    private static final long serialVersionUID = 1L;

    private final DataSetIterator batches;
    private final int rank;
    private final int size;

    private RankShare(final DataSetIterator batches, final int rank, final int size) {
        this.batches = batches;
        this.rank = rank;
        this.size = size;
    }

    /** Of the batches of an iterator that gives the same ones on every rank. */
    public static RankShare of(final DataSetIterator batches, final Communicator world) {
        return new RankShare(batches, world.rank(), world.size());
    }

    @Override
    public boolean hasNext() {
        return batches.hasNext();
    }

    /** @throws InvalidUsageException if the batch has fewer rows than there are ranks */
    @Override
    public DataSet next() {
        return share(batches.next());
    }

    /** This rank's rows of a batch of {@code rows}. */
    @Override
    public DataSet next(final int rows) {
        return share(batches.next(rows));
    }

    private DataSet share(final DataSet batch) {
        final int rows = batch.numExamples();
        if (rows < size) {
            throw new InvalidUsageException("a batch of " + rows + " rows cannot be divided among " + size
                    + " ranks; choose another size of batch, or leave out the last one");
        }
        return (DataSet) batch.getRange(first(rows, rank), first(rows, rank + 1));
    }

    private int first(final int rows, final int ofRank) {
        return (int) ((long) rows * ofRank / size);
    }

    @Override
    public int batch() {
        return first(batches.batch(), rank + 1) - first(batches.batch(), rank);
    }

    @Override
    public int inputColumns() {
        return batches.inputColumns();
    }

    @Override
    public int totalOutcomes() {
        return batches.totalOutcomes();
    }

    @Override
    public boolean resetSupported() {
        return batches.resetSupported();
    }

    @Override
    public boolean asyncSupported() {
        return batches.asyncSupported();
    }

    @Override
    public void reset() {
        batches.reset();
    }

    @Override
    public void setPreProcessor(final DataSetPreProcessor preProcessor) {
        batches.setPreProcessor(preProcessor);
    }

    @Override
    public DataSetPreProcessor getPreProcessor() {
        return batches.getPreProcessor();
    }

    @Override
    public List<String> getLabels() {
        return batches.getLabels();
    }
}
