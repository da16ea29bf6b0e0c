// SPDX-License-Identifier: Apache-2.0
package org.jccl.draw;

import org.jccl.algorithm.Algorithm;
import org.jccl.schedule.Shape;

/**
 * Shows what all ranks do under an algorithm, round by round. A message's round is the earliest in which it can travel:
 * after all that it depends on, and one after another on each link. Stateless, any thread.
 */
public final class ScheduleDrawing {
    /** More lanes than this make no picture that anybody could read. */
    public static final int LARGEST_SIZE = 32;

    private ScheduleDrawing() {}

    /**
     * As an SVG document: a lane a rank, time to the right, an arrow a message.
     *
     * @throws IllegalArgumentException if the algorithm does not support the shape, or for more than
     *     {@link #LARGEST_SIZE} ranks
     */
    public static String svg(final Algorithm algorithm, final Shape shape) {
        check(algorithm, shape);
        if (shape.size() > LARGEST_SIZE) {
            throw new IllegalArgumentException(
                    shape.size() + " ranks do not fit a picture; draw at most " + LARGEST_SIZE);
        }
        return new SvgDrawing(new Story(algorithm, shape)).render();
    }

    /**
     * As plain text: a line a message or local step, grouped by rounds.
     *
     * @throws IllegalArgumentException if the algorithm does not support the shape
     */
    public static String text(final Algorithm algorithm, final Shape shape) {
        check(algorithm, shape);
        return new TextDrawing(new Story(algorithm, shape)).render();
    }

    private static void check(final Algorithm algorithm, final Shape shape) {
        if (!algorithm.supports(shape)) {
            throw new IllegalArgumentException(algorithm.name() + " cannot do " + shape);
        }
    }
}
