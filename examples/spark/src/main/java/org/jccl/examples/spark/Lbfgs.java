// SPDX-License-Identifier: Apache-2.0
package org.jccl.examples.spark;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;

/**
 * The limited-memory method of Broyden, Fletcher, Goldfarb and Shanno (Nocedal and Wright, Numerical Optimization, 2006,
 * algorithms 7.4 and 7.5), for a loss that is smooth and convex. Breeze's, which spark.ml uses, is for Scala: Java cannot
 * implement its functions.
 */
final class Lbfgs {
    private static final int HISTORY = 10;
    private static final double DECREASE = 1e-4;
    private static final double ROUNDING = 1e-14;
    private static final int MOST_HALVINGS = 40;

    private final LogisticLoss loss;
    private final Deque<Pair> pairs = new ArrayDeque<>();
    private double[] point;
    private double[] gradient;
    private double value;

    /** How the point and the gradient changed in one step. */
    private record Pair(double[] step, double[] change, double curvature) {}

    private Lbfgs(final LogisticLoss loss) {
        this.loss = loss;
        this.point = new double[loss.dimensions()];
        this.gradient = new double[point.length];
        this.value = loss.at(point, gradient);
    }

    /**
     * Where the loss is least: the same on every rank, which are told the same on the way.
     *
     * @param iterations at most
     * @param tolerance ends it when no part of the gradient is larger
     */
    static double[] minimise(final LogisticLoss loss, final int iterations, final double tolerance) {
        final Lbfgs search = new Lbfgs(loss);
        int iteration = 0;
        while (iteration < iterations && !search.hasArrived(tolerance) && search.advance()) {
            iteration++;
        }
        return search.point;
    }

    private boolean hasArrived(final double tolerance) {
        return Arrays.stream(gradient).map(Math::abs).max().getAsDouble() <= tolerance;
    }

    /** Goes downhill, half as far until that is a gain; returns false if there is none left that can be seen. */
    private boolean advance() {
        final double[] direction = direction();
        final double slope = dot(direction, gradient);
        double length = pairs.isEmpty() ? 1 / Math.sqrt(dot(gradient, gradient)) : 1;
        for (int halving = 0; halving < MOST_HALVINGS; halving++) {
            final double[] next = added(point, length, direction);
            final double[] nextGradient = new double[next.length];
            final double nextValue = loss.at(next, nextGradient);
            if (nextValue <= value + DECREASE * length * slope || isFlatter(nextValue, nextGradient)) {
                remember(added(next, -1, point), added(nextGradient, -1, gradient));
                point = next;
                gradient = nextGradient;
                value = nextValue;
                return true;
            }
            length /= 2;
        }
        return false;
    }

    /** Where the loss no longer tells points apart, its gradient still does (Hager and Zhang 2005). */
    private boolean isFlatter(final double nextValue, final double[] nextGradient) {
        return nextValue <= value + ROUNDING * Math.abs(value)
                && dot(nextGradient, nextGradient) < dot(gradient, gradient);
    }

    private void remember(final double[] step, final double[] change) {
        final double curvature = dot(step, change);
        if (curvature > 0) {
            pairs.addLast(new Pair(step, change, curvature));
            if (pairs.size() > HISTORY) {
                pairs.removeFirst();
            }
        }
    }

    /** The gradient, by what is known of the curvature, downhill. */
    private double[] direction() {
        double[] result = added(new double[point.length], -1, gradient);
        final Deque<Double> weights = new ArrayDeque<>();
        for (final Iterator<Pair> newest = pairs.descendingIterator(); newest.hasNext(); ) {
            final Pair pair = newest.next();
            final double weight = dot(pair.step, result) / pair.curvature;
            weights.push(weight);
            result = added(result, -weight, pair.change);
        }
        if (!pairs.isEmpty()) {
            final Pair last = pairs.getLast();
            final double scale = last.curvature / dot(last.change, last.change);
            result = added(new double[point.length], scale, result);
        }
        for (final Pair pair : pairs) {
            final double weight = weights.pop() - dot(pair.change, result) / pair.curvature;
            result = added(result, weight, pair.step);
        }
        return result;
    }

    private static double dot(final double[] one, final double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }

    private static double[] added(final double[] to, final double times, final double[] what) {
        final double[] sum = new double[to.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = to[i] + times * what[i];
        }
        return sum;
    }
}
