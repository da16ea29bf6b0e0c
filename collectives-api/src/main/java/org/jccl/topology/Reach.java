// SPDX-License-Identifier: Apache-2.0
package org.jccl.topology;

import java.util.Arrays;
import java.util.Locale;

/** Over what ranks reach one another. */
public enum Reach {
    /** Threads of one process. */
    LOCAL,
    /** Processes of one host. */
    SHM,
    /** Ranks of one host that read each other's memory of devices where it lies; said of a whole communicator. */
    DEVICE,
    /** Different hosts. */
    NET,
    /** Several hosts, at least one of them with several ranks; said of a whole communicator, never of a pair. */
    MIXED;

    private final String text = name().toLowerCase(Locale.ROOT);

    /**
     * The reach of that name.
     *
     * @throws IllegalArgumentException if there is none; the message lists what there is
     */
    public static Reach parse(final String name) {
        for (final Reach reach : values()) {
            if (reach.text.equalsIgnoreCase(name)) {
                return reach;
            }
        }
        throw new IllegalArgumentException("no reach '" + name + "'; there are " + Arrays.asList(values()));
    }

    /** The name in lower case, as tables write it. */
    @Override
    public String toString() {
        return text;
    }
}
