// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import org.jccl.schedule.Space;

/**
 * Where a range of a plan lies: the schedule's three spaces, and the user's own memory where that is not what the
 * schedule works on (heap arrays, devices, operators that prepare their input). As numbers, for the executor's switch.
 */
final class Area {
    static final int INPUT = Space.INPUT.ordinal();
    static final int OUTPUT = Space.OUTPUT.ordinal();
    static final int SCRATCH = Space.SCRATCH.ordinal();
    static final int USER_INPUT = 3;
    static final int USER_OUTPUT = 4;
    static final int COUNT = 5;

    private Area() {}

    static boolean isOutput(final int area) {
        return area == OUTPUT || area == USER_OUTPUT;
    }
}
