// SPDX-License-Identifier: Apache-2.0
package org.jccl.rdma;

/** Many words of a ring at once, as the processor's vectors do it; see {@link FrameWriter} for what a word is. */
final class Words {
    private Words() {}

    /** Writes data from {@code source} as words from {@code number} on. */
    static native void compose(long ring, int ringWords, long number, long source, int count);

    /** Takes data out of words from {@code number} on; false if some have not come yet, and the destination is spoilt. */
    static native boolean extract(long ring, int ringWords, long number, long destination, int count);
}
