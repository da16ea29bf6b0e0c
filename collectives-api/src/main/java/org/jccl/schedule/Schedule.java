// SPDX-License-Identifier: Apache-2.0
package org.jccl.schedule;

/**
 * What one rank does in one collective, as a cursor: steps are computed when asked for, never stored, because a ring
 * over 10,000 ranks has 2 x 10^8 of them. Pure: it knows no buffer, socket, thread or clock. Immutable, any thread.
 *
 * <p>Steps are in program order. On each link and direction messages travel in that order; apart from it, and from the
 * data each step needs, steps may run at the same time.
 */
public interface Schedule {
    /** In how many chunks the vector (or the row of blocks) is divided; the same on every rank. */
    int chunks();

    /** How many chunks of SCRATCH this rank needs. */
    int scratchChunks();

    /** How many steps this rank takes. */
    int steps();

    /** Fills {@code step} with the step of that index, from 0 to {@code steps() - 1}. */
    void at(int index, Step step);
}
