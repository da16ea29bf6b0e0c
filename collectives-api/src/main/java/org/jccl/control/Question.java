// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import java.util.concurrent.TimeUnit;

/**
 * What somebody from outside may ask at a rank's port. Behind the greeting the asker says the version of what follows (1
 * byte) and a question's place in this list (1); it is told how that ends (1), the length of a text (4), and the text.
 */
public enum Question {
    /** What all ranks do now. */
    STATUS(1),
    /** What all ranks remember, see {@code Communicator.flightRecord()}. */
    RECORDS(10);

    /** Raised whenever a side of the version before could misread the other. */
    public static final byte VERSION = 1;
    /** How it ends: the text is the answer. */
    public static final byte ANSWERED = 0;
    /** How it ends: not now, the text says why. */
    public static final byte REFUSED = 1;
    /** The longest text; what is more is cut at the end of a line. */
    public static final int MOST_BYTES = 8 << 20;

    private final long patienceNs;

    Question(final long seconds) {
        patienceNs = TimeUnit.SECONDS.toNanos(seconds);
    }

    /** How long the ranks may take to answer. */
    public long patienceNs() {
        return patienceNs;
    }

    /** The question at that place, or null. */
    public static Question at(final byte place) {
        return place >= 0 && place < values().length ? values()[place] : null;
    }
}
