// SPDX-License-Identifier: Apache-2.0
package org.jccl.ring;

import org.jccl.buffer.RegisteredMemory;

/**
 * How ranks of one machine reach each other's memory: by plain addresses within one process, by mapped files between
 * processes. Owned by the progress domain's owner, except {@link #allocate}.
 */
public interface Regions extends AutoCloseable {
    /**
     * Makes the memory that this rank writes and its peers read; zeroed. Returns its address.
     *
     * @param token a path that no other rank uses
     */
    long create(String token, long bytes);

    /** What a peer must be told, beside the token, to reach this rank's regions. */
    long handle();

    /** Makes a peer's region readable here; returns its address. */
    long open(int peer, String peerToken, long handle, long bytes);

    /** All peers have opened this rank's region: its name is no longer needed. */
    void opened();

    /** Memory that peers can read by reference, or null if none can be had. Any thread. */
    RegisteredMemory allocate(long bytes);

    /** Which registered region these bytes lie in, 0 if in none. */
    long regionOf(long address, long length);

    /** The offset in that region, for use beside its number. */
    long offsetIn(long region, long address);

    /** The address here of an offset in a peer's region. */
    long reach(int peer, long region, long offset);

    /** Unmaps and frees. */
    @Override
    void close();
}
