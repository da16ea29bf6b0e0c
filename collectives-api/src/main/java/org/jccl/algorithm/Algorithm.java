// SPDX-License-Identifier: Apache-2.0
package org.jccl.algorithm;

import org.jccl.schedule.Collective;
import org.jccl.schedule.Schedule;
import org.jccl.schedule.Shape;

/** A way to perform one collective: a pure function from shape and rank to steps. Stateless, any thread. */
public interface Algorithm {
    /** The literature's name, unique among the algorithms of one collective: {@code ring}, {@code rabenseifner}. */
    String name();

    /** One line for a person who chooses. */
    String summary();

    /** Which collective it performs. */
    Collective collective();

    /** Whether it can do that shape (in place, varying counts, several hosts). */
    boolean supports(Shape shape);

    /** Whether it combines operands in rank order, so that an operator need not be commutative. */
    boolean rankOrdered();

    /** What it costs for that shape. */
    Cost cost(Shape shape);

    /** The steps of one rank. */
    Schedule schedule(Shape shape, int rank);
}
