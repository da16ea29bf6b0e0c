// SPDX-License-Identifier: Apache-2.0
package org.jccl.select;

import org.jccl.algorithm.Algorithm;
import org.jccl.schedule.Shape;
import org.jccl.topology.Reach;

/** What is to be chosen for. */
record Request(Shape shape, long sizeBytes, Reach reach, boolean commutative) {
    /** Why that algorithm cannot do it, or null if it can. */
    String obstacle(final Algorithm algorithm) {
        if (shape.collective().isReducing() && !commutative && !algorithm.rankOrdered()) {
            return "does not combine in rank order, which an operator that is not commutative needs";
        }
        if (!algorithm.supports(shape)) {
            return "cannot do it " + circumstances();
        }
        return null;
    }

    private String circumstances() {
        return (shape.inPlace() ? "in place" : "out of place")
                + (shape.varying() ? " with varying counts" : "")
                + " over " + shape.size() + " ranks on " + shape.groups().count() + " hosts";
    }

    @Override
    public String toString() {
        return shape.collective() + " of " + sizeBytes + " bytes over " + shape.size() + " ranks (" + reach + ")";
    }
}
