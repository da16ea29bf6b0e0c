// SPDX-License-Identifier: Apache-2.0
package org.jccl.rdma;

/**
 * What moves bytes, straight to UCX: JUCX makes an object for each request and calls back for it, which costs more than a
 * short message takes. Handles are those of JUCX's objects. One thread at a time for each worker, see {@link Fabric}.
 */
final class Ucp {
    /** Whether this UCX has all that is called here. */
    static final boolean IS_COMPLETE = UcxLibrary.absence() == null && link();

    private Ucp() {}

    private static native boolean link();

    /**
     * Returns less than 0 if it is refused.
     *
     * @param underWay where lies how many puts are not done with their source: counted up here, and down when it is
     */
    static native int put(long endpoint, long source, long bytes, long destination, long key, long underWay);

    /**
     * Returns less than 0 if it is refused; how it ends {@link Completion} tells.
     *
     * @param host whether that is certainly memory of the host's; else UCX looks
     */
    static native int send(long endpoint, long source, long bytes, long tag, boolean host, long cell);

    /** How it ends {@link Completion} tells, also where it is refused; {@code host} as for {@link #send}. */
    static native int receive(long worker, long destination, long bytes, long tag, long mask, boolean host, long cell);

    /** Returns how much was done. */
    static native int progress(long worker);

    /** It ends soon, one way or the other. */
    static native void cancel(long worker, long cell);
}
