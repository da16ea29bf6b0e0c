// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.pairwise;

import java.util.List;
import org.jccl.bench.measure.Expectation;

/**
 * What the links of one kind are measured by.
 *
 * @param kind their name
 * @param links of that kind
 * @param expected of them; null if nothing is
 * @param usualGbit what the good ones carry
 * @param usualLatencyUs what the good ones take
 */
record Standard(String kind, List<Link> links, Expectation expected, double usualGbit, double usualLatencyUs) {
    /** Links of one kind differ by less, of their own accord; rather none is named than a good one. */
    private static final double SLOW = 0.75;
    /** A further switch takes less, as long as nothing waits there. */
    private static final double LATE = 3;

    static Standard of(final String kind, final List<Link> links, final Expectation expected) {
        return new Standard(
                kind,
                links,
                expected,
                Medians.usual(links, Link::gbit),
                -Medians.usual(links, link -> -link.latencyUs()));
    }

    /** Where what is usual is what is expected, whatever misses that stands out; else what is far from usual. */
    boolean standsOut(final Link link) {
        return isUsualEnough() ? misses(link) : link.gbit() < SLOW * usualGbit;
    }

    /** Whether a link carries less than what is expected of it. */
    boolean misses(final Link link) {
        return expected != null && !expected.isMetBy(link.gbit());
    }

    boolean isLate(final Link link) {
        return link.latencyUs() > LATE * usualLatencyUs;
    }

    List<Link> missing() {
        return links.stream().filter(this::misses).toList();
    }

    /** Whether the good links carry what is expected. */
    boolean isUsualEnough() {
        return expected != null && expected.isMetBy(usualGbit);
    }
}
