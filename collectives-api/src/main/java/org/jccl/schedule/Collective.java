// SPDX-License-Identifier: Apache-2.0
package org.jccl.schedule;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The operations that ranks perform together, and how each divides its buffers into chunks.
 *
 * <p>In a <em>vector</em> collective INPUT and OUTPUT are the same vector on every rank, cut into
 * {@link Schedule#chunks()} nearly equal chunks. In a <em>block</em> collective there is one chunk a rank; a buffer
 * that holds only this rank's block holds the chunk with this rank's number.
 */
public enum Collective {
    /** Every rank gets the reduction of all inputs. Vector. */
    ALL_REDUCE(true, true, false),
    /** The root gets the reduction of all inputs. Vector; OUTPUT exists on the root alone. */
    REDUCE(true, true, true),
    /** Every rank gets the root's input. Vector; INPUT exists on the root alone. */
    BROADCAST(true, false, true),
    /** Every rank gets every rank's block. INPUT is chunk {@code rank}, OUTPUT all chunks. */
    ALL_GATHER(false, false, false),
    /** Rank r gets the reduction of everyone's chunk r. INPUT is all chunks, OUTPUT is chunk {@code rank}. */
    REDUCE_SCATTER(false, true, false),
    /** Chunk j of rank i's INPUT becomes chunk i of rank j's OUTPUT. */
    ALL_TO_ALL(false, false, false),
    /** The root gets every rank's block. INPUT is chunk {@code rank}; OUTPUT, on the root alone, all chunks. */
    GATHER(false, false, true),
    /** Rank r gets the root's chunk r. INPUT, on the root alone, is all chunks; OUTPUT is chunk {@code rank}. */
    SCATTER(false, false, true),
    /** Nobody leaves before everybody entered. No data. */
    BARRIER(false, false, false),
    /** One rank to one rank, on a lane of its own. */
    SEND(true, false, false),
    /** The other end of {@link #SEND}. */
    RECEIVE(true, false, false);

    private final boolean vector;
    private final boolean reducing;
    private final boolean rooted;
    private final String text = name().toLowerCase(Locale.ROOT);

    Collective(final boolean vector, final boolean reducing, final boolean rooted) {
        this.vector = vector;
        this.reducing = reducing;
        this.rooted = rooted;
    }

    /** Whether one vector is cut into chunks, rather than one block a rank laid side by side. */
    public boolean isVector() {
        return vector;
    }

    /** Whether elements are combined by an operator. */
    public boolean isReducing() {
        return reducing;
    }

    /** Whether one rank plays a part of its own. */
    public boolean isRooted() {
        return rooted;
    }

    /** The name with underscores, as the harness prints and reads it: {@code all_reduce}. */
    @Override
    public String toString() {
        return text;
    }

    /**
     * The collective of that name, in any case, with or without underscores.
     *
     * @throws IllegalArgumentException if there is none; the message lists what there is
     */
    public static Collective parse(final String name) {
        final String plain = name.replace("_", "");
        for (final Collective collective : values()) {
            if (collective.text.replace("_", "").equalsIgnoreCase(plain)) {
                return collective;
            }
        }
        final List<Collective> all = Arrays.asList(values());
        throw new IllegalArgumentException("no collective '" + name + "'; there are " + all);
    }
}
