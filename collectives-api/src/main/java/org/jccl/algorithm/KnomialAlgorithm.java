// SPDX-License-Identifier: Apache-2.0
package org.jccl.algorithm;

import org.jccl.pattern.KnomialTree;
import org.jccl.schedule.Collective;
import org.jccl.schedule.Shape;

/**
 * What collectives over a k-nomial tree have in common: the radix, and the name that the literature gives to trees of
 * that radix. A greater radix makes a flatter tree: fewer rounds, more messages at the root.
 */
abstract class KnomialAlgorithm extends NamedAlgorithm {
    private final int radix;

    KnomialAlgorithm(final Collective collective, final int radix, final String what) {
        super(
                collective,
                radix == 2 ? "binomial" : "knomial",
                what + " a tree of radix " + radix + ": few rounds, small messages");
        this.radix = radix;
    }

    /** Their tree, over ranks in their own order. */
    final KnomialTree tree(final Shape shape) {
        return new KnomialTree(radix, shape.size(), shape.root());
    }

    /** Their tree for root 0, whatever the root is. */
    final KnomialTree treeOfRootZero(final Shape shape) {
        return new KnomialTree(radix, shape.size(), 0);
    }
}
