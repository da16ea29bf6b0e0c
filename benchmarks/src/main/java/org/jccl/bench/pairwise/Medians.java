// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.pairwise;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** What figures of several links come to. */
final class Medians {
    private Medians() {}

    /** The middle one, or the mean of the two in the middle; NaN of nothing. */
    static double of(final Collection<Double> values) {
        final double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        final int middle = sorted.length / 2;
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    static double of(final List<Link> links, final ToDoubleFunction<Link> figure) {
        return of(links.stream().map(figure::applyAsDouble).toList());
    }

    /**
     * What is usual for links of one kind: the median over the ranks of each one's best. A slow rank spoils a link of every
     * other, which with few ranks is most links there are, but not the best ones of the others. Of two ranks, the better.
     *
     * @param goodness greater for better links
     */
    static double usual(final List<Link> kind, final ToDoubleFunction<Link> goodness) {
        final Map<Integer, Double> best =
                kind.stream().collect(Collectors.toMap(Link::from, goodness::applyAsDouble, Math::max, TreeMap::new));
        return best.values().stream().sorted().skip(best.size() / 2).findFirst().orElseThrow();
    }
}
