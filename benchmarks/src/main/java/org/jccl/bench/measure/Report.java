// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.measure;

/** Where the rows of a run go, as they are finished. One thread. */
public interface Report {
    /** Rows about another subject begin. */
    default void begin(final Subject subject) {}

    /** A subject that has no rows, and why. */
    default void skip(final Subject subject, final String reason) {}

    /** One size. */
    void row(Row row);

    /** One size of a run that measures overlap. */
    default void overlap(final Overlap row) {}

    /** All rows were given; how many elements were wrong in all. */
    default void end(final long wrong) {}
}
