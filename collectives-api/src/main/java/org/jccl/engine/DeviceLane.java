// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import org.jccl.spi.Lane;

/** A lane as plans in a device's memory use it: the payload of messages is found, and left, where the device reaches it. */
interface DeviceLane {
    /**
     * Gives the peer the bytes of a range.
     *
     * @param position how many bytes of the message came before
     * @return how many were accepted, 0 if there is no room now, or {@link Lane#BROKEN}
     */
    long publish(long address, long bytes, long position);

    /**
     * How many of the next bytes of the message lie at {@link #address()}; 0 if none yet, or {@link Lane#BROKEN}.
     *
     * @param left how many bytes of the message have not been consumed
     */
    long available(long left);

    long address();

    /** The next bytes have been read. */
    void consume(long bytes);

    /** Gives back memory of its own; nothing may be under way. */
    void close();
}
