// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.launch;

/** What comes from ranks that run somewhere; called by several threads. */
interface RankEvents {
    /**
     * A rank has printed.
     *
     * @param bytes not kept by who is called
     * @param length how many count, cut anywhere; 0 if nothing more will come
     */
    void printed(int rank, OutputKind kind, byte[] bytes, int length);

    /** A rank has ended, or nobody can say any more what it does. */
    void ended(RankEnd end);
}
