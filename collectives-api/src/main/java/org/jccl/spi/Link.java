// SPDX-License-Identifier: Apache-2.0
package org.jccl.spi;

/** The way to one peer: a few lanes, opened when first used. Used only by the owner of the progress domain. */
public interface Link {
    /** Collectives of ordinary priority. */
    int COLLECTIVE = 0;
    /** Collectives that go before others. */
    int URGENT = 1;
    /** Sends and receives between two ranks. */
    int POINT_TO_POINT = 2;
    /** How many lanes a link has. */
    int LANES = 3;

    /** The rank at the other end. */
    int peer();

    /** The lane of that number; opened on the first call, without waiting. */
    Lane lane(int number);

    /** Why the link is broken, as the end of a sentence ("closed its connection"), or null if it is not. */
    String failure();

    /**
     * What keeps the link from moving for now, with the peer before it as a sentence ("reset its connection 2 s ago, and it
     * is being made anew"), or null.
     */
    default String trouble() {
        return null;
    }
}
