// SPDX-License-Identifier: Apache-2.0
package org.jccl.testing;

import java.util.ArrayList;
import java.util.List;
import org.jccl.Communicator;

/** A list of exercises that all ranks of one set of communicators go through, out of place and in place. */
public final class Exercises {
    private final List<Exercise> list = new ArrayList<>();

    /** Appends one. */
    public Exercises add(final Exercise exercise) {
        list.add(exercise);
        return this;
    }

    /** Goes through all of them on one rank; the kinds of buffers change from one to the next. */
    public void run(final Communicator communicator) {
        for (int i = 0; i < list.size(); i++) {
            Trial.run(list.get(i), communicator, false, 2 * i);
            Trial.run(list.get(i), communicator, true, 2 * i + 1);
        }
    }
}
