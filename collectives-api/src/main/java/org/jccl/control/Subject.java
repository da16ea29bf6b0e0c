// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import java.util.function.Supplier;

/** A communicator that may be asked about from outside. Called on the control thread; must not block. */
@FunctionalInterface
public interface Subject {
    /**
     * Begins to find out.
     *
     * @param ready to be run, on the control thread, when all is known; perhaps before this returns
     * @return gives what is known by then, in lines; called exactly once
     */
    Supplier<String> ask(Question question, Runnable ready);
}
