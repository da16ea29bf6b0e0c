// SPDX-License-Identifier: Apache-2.0
package org.jccl.select;

import java.util.Set;
import org.jccl.algorithm.Algorithm;
import org.jccl.topology.Reach;

/**
 * One line of a table.
 *
 * @param bytes for which sizes
 * @param ranks for how many ranks
 * @param reaches over what
 * @param algorithm what to use there; it knows its collective
 * @param origin where the rule stands, and the rule itself: what a person looks for
 */
record Rule(NumberRange bytes, NumberRange ranks, Set<Reach> reaches, Algorithm algorithm, String origin) {
    boolean applies(final Request request) {
        return algorithm.collective() == request.shape().collective()
                && bytes.contains(request.sizeBytes())
                && ranks.contains(request.shape().size())
                && reaches.contains(request.reach());
    }
}
