// SPDX-License-Identifier: Apache-2.0
package org.jccl.spi;

/**
 * One ordered byte stream each way between this rank and one peer, with a finite buffer of its own.
 *
 * <p>What the bytes mean (frames) is the engine's affair; how they travel (copy, shared page, RDMA) the transport's.
 * Three 64-bit positions count the stream's bytes: <em>accepted</em> (taken from this side), <em>consumed</em> (released
 * by the peer), <em>received</em> (read by this side). Every method is non-blocking, does not allocate after warm-up,
 * does not throw, and is called only by the thread that owns the progress domain. A negative result is
 * {@link #BROKEN}: the peer or the way to it is gone, and {@link Link#failure()} says how.
 */
public interface Lane {
    /** The stream is broken and will carry nothing more; what arrived before may still be read. */
    int BROKEN = -1;

    /**
     * Room to write {@code length} bytes side by side, straight into what will travel. Valid until {@link #commit}; a
     * claim that is not committed is forgotten by the next one.
     *
     * @param length at most {@link #maxClaim()}
     * @return the address, 0 if there is no room now, or {@link #BROKEN}
     */
    long claim(int length);

    /** Appends the first {@code length} bytes of the latest claim to the stream. */
    void commit(int length);

    /** The longest claim that can ever succeed; at least 256. */
    int maxClaim();

    /**
     * Appends by value as many of the bytes as there is room for; the memory is the caller's again on return.
     *
     * @return how many were accepted, 0 if there is no room now, or {@link #BROKEN}
     */
    long offer(long address, long length);

    /** Whether the peer can read these bytes where they lie, so that {@link #publish} may be used. */
    boolean reaches(long address, long length);

    /**
     * Appends by reference: the memory must not change until {@link #consumed()} has passed these bytes.
     *
     * @return how many were accepted, 0 if there is no room now, or {@link #BROKEN}
     */
    long publish(long address, long length);

    /**
     * Makes sure that a sleeping peer learns of what was appended and consumed since the last flush, at the latest with
     * the next {@link Transport#progress}, and that bytes held back for batching leave. Called once after a run of the
     * other methods.
     *
     * @return whether nothing is held back any more; if not, flush again later
     */
    boolean flush();

    /** Bytes appended since the lane was opened; a field of this side, which any thread may look at and at any time. */
    long accepted();

    /**
     * Bytes of this side's stream that the peer has released, as far as this side has heard; what was not published may count
     * as soon as its memory is free, see {@link Transport#tellsOfReleases}.
     */
    long consumed();

    /** Bytes of the peer's stream that this side has released; as {@link #accepted}, any thread may look. */
    long received();

    /**
     * Looks at the next bytes of the peer's stream where they lie. What the peer has claimed at once, and every 8 bytes
     * of one offer or publication, lie side by side: a part of them that has come first grows as the rest comes.
     *
     * @return how many lie side by side at {@link #peeked()}, 0 if none arrived yet, or {@link #BROKEN}
     */
    long peek();

    /**
     * Whether nothing will follow what {@link #peek} finds. Who needs more bytes than those asks; a lane that finds
     * {@link #BROKEN} whenever the rest of something is missing need not say.
     */
    default boolean hasEnded() {
        return false;
    }

    /** The address of what the latest {@link #peek} found; valid until these bytes are consumed. */
    long peeked();

    /** Releases the next {@code length} bytes of the peer's stream; at most what was last peeked. */
    void consume(long length);

    /**
     * Moves the next bytes of the peer's stream to their final place. Called again with the rest until all are there;
     * between calls the transport may write anywhere in the rest of the destination, until {@link #cancel}.
     *
     * @return how many arrived since the last call, 0 if none, or {@link #BROKEN}
     */
    long receive(long address, long length);

    /** Ends a {@link #receive} that will not be continued: on return nothing writes to its destination any more. */
    void cancel();
}
