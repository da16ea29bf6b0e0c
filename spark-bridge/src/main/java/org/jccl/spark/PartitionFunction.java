// SPDX-License-Identifier: Apache-2.0
package org.jccl.spark;

import java.io.Serializable;
import org.apache.spark.api.java.function.FlatMapFunction;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction1;

/** A task's function as Scala calls it. */
final class PartitionFunction<T, R> extends AbstractFunction1<Iterator<T>, Iterator<R>> implements Serializable {
    private static final long serialVersionUID = 1L;

    private final FlatMapFunction<java.util.Iterator<T>, R> task;

    PartitionFunction(final FlatMapFunction<java.util.Iterator<T>, R> task) {
        this.task = task;
    }

    @Override
    public Iterator<R> apply(final Iterator<T> rows) {
        try {
            return CollectionConverters.asScala(task.call(CollectionConverters.asJava(rows)));
        } catch (final Exception failed) {
            throw thrown(failed);
        }
    }

    /** As it is: Scala checks no exceptions, and Spark tells them apart by their class. */
    @SuppressWarnings("unchecked")
    private static <E extends Exception> RuntimeException thrown(final Exception failed) throws E {
        throw (E) failed;
    }
}
