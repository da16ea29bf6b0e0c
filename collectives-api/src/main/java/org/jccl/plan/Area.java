// SPDX-License-Identifier: Apache-2.0
package org.jccl.plan;

import org.jccl.schedule.Space;

/**
 * Where a range of a plan lies: the schedule's three spaces, and the user's own memory where that is not what the
 * schedule works on (heap arrays, devices, operators that prepare their input). As numbers, for the executor's switch.
 */
public final class Area {
    public static final int INPUT = Space.INPUT.ordinal();
    public static final int OUTPUT = Space.OUTPUT.ordinal();
    public static final int SCRATCH = Space.SCRATCH.ordinal();
    public static final int USER_INPUT = 3;
    public static final int USER_OUTPUT = 4;
    public static final int COUNT = 5;

    private Area() {}

    public static boolean isOutput(final int area) {
        return area == OUTPUT || area == USER_OUTPUT;
    }
}
