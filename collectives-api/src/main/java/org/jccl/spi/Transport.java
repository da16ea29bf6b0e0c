// SPDX-License-Identifier: Apache-2.0
package org.jccl.spi;

import org.jccl.buffer.Accelerator;
import org.jccl.buffer.RegisteredMemory;

/**
 * The links of one rank of one communicator over one medium.
 *
 * <p>Life: opened by its provider; {@link #address} travels to all ranks in the communicator's one exchange;
 * {@link #connect} gets everyone's; links are used by the owner of the progress domain; {@link #close}. Sleeping: the
 * owner calls {@link #prepareSleep}, looks at every lane once more, blocks in the {@link Waiter} and calls
 * {@link #wake}. Except where said, only the domain's owner calls.
 */
public interface Transport extends AutoCloseable {
    /** The provider's name. */
    String name();

    /** What the peers need to reach this rank; any bytes, at most a few hundred. */
    byte[] address();

    /**
     * Takes everyone's address; called once, before any link is used.
     *
     * @param addresses by rank, this rank's own included; null for a rank that has not this transport
     * @throws org.jccl.error.TransportException if the medium fails; the message says what to do
     */
    void connect(byte[][] addresses);

    /** Whether that peer can be reached over this medium; valid after {@link #connect}. */
    boolean reaches(int peer);

    /** The link to a peer that is reached. */
    Link link(int peer);

    /** Memory that peers read without a copy, or null if this transport has none of its own. Any thread. */
    RegisteredMemory allocate(long bytes);

    /**
     * Whether {@link Lane#consumed} of its lanes passes nothing before the peer has released it: what was appended, and not
     * only what was published.
     */
    default boolean tellsOfReleases() {
        return false;
    }

    /** Whether what is sent takes part of what a network interface can carry; else it stays in the memory of one host. */
    default boolean crossesWire() {
        return true;
    }

    /**
     * How many bytes of a device's memory lanes carry as one: {@link Lane#publish} takes no more of it at once, and the memory
     * that {@link Lane#receive} is given must end where a publication ends. 0 if they cannot carry it. Any thread.
     */
    default int deviceBytes(final Accelerator device) {
        return 0;
    }

    /**
     * Does work that no lane asks for (a device's completion queue, waking peers that sleep); returns how much was done.
     * Called once per turn, and before the owner leaves the domain.
     */
    default int progress() {
        return 0;
    }

    /** From now on peers must ring when they append or consume. */
    void prepareSleep();

    /**
     * For how long the owner may block after {@link #prepareSleep} before it looks again: bounded where peers may have
     * appended something before they heard that they must ring.
     */
    default long longestSleepNs() {
        return Long.MAX_VALUE;
    }

    /** The owner is awake again. */
    void wake();

    /** Gives back every resource; idempotent, bounded. The peers see it as a goodbye, not as a death. */
    @Override
    void close();
}
