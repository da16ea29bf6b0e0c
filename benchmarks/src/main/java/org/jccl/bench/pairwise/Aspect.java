// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.pairwise;

import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.jccl.bench.report.Figure;

/**
 * One figure of every link, as a matrix shows it.
 *
 * @param title what it is
 * @param mark what a mark means
 * @param figure of a link
 * @param shown the figure as text
 * @param marked whether a link stands out
 * @param goodness of a link against what is usual: 1 for as good
 */
record Aspect(
        String title,
        String mark,
        ToDoubleFunction<Link> figure,
        DoubleFunction<String> shown,
        Predicate<Link> marked,
        ToDoubleFunction<Link> goodness) {
    private static final double NS_PER_US = 1e3;

    static Aspect bandwidth(final Diagnosis diagnosis) {
        return new Aspect(
                "Gbit/s of payload from the row's rank to the column's",
                "too little",
                Link::gbit,
                Figure::gigabits,
                diagnosis::isSlow,
                link -> link.gbit() / diagnosis.of(link).usualGbit());
    }

    static Aspect latency(final Diagnosis diagnosis) {
        return new Aspect(
                "Microseconds one way, 8 bytes",
                "far more than usual",
                Link::latencyUs,
                us -> Figure.micros(us * NS_PER_US),
                diagnosis::isLate,
                link -> diagnosis.of(link).usualLatencyUs() / link.latencyUs());
    }

    String text(final Link link) {
        return shown.apply(figure.applyAsDouble(link));
    }

    String median(final List<Link> links) {
        return shown.apply(Medians.of(links, figure));
    }
}
