// SPDX-License-Identifier: Apache-2.0
package org.jccl.draw;

/** Where things stand: ranks from top to bottom, rounds from left to right. All numbers in pixels. */
final class Lanes {
    private static final double LEFT = 104;
    private static final double TOP = 146;
    private static final double BEFORE = 30;

    private final int size;
    private final int rounds;
    private final double laneHeight;
    private final double roundWidth;

    Lanes(final int size, final int rounds) {
        this.size = size;
        this.rounds = rounds;
        laneHeight = size <= 8 ? 58 : 44;
        // a few rounds may be wide, so that many arrows between the same two columns stay apart
        roundWidth = rounds <= 2 ? 330 : rounds <= 4 ? 210 : rounds <= 10 ? 132 : 96;
    }

    double left() {
        return LEFT;
    }

    double right() {
        return LEFT + BEFORE + rounds * roundWidth + 34;
    }

    double top() {
        return TOP - laneHeight / 2;
    }

    double bottom() {
        return TOP + (size - 0.5) * laneHeight;
    }

    double laneHeight() {
        return laneHeight;
    }

    double roundWidth() {
        return roundWidth;
    }

    /** How much of a lane lies before the first round begins. */
    double beforeFirstRound() {
        return BEFORE;
    }

    /** The middle of a rank's lane. */
    double y(final int rank) {
        return TOP + rank * laneHeight;
    }

    /** The end of a round; 0 is the beginning. */
    double x(final int round) {
        return LEFT + BEFORE + round * roundWidth;
    }
}
