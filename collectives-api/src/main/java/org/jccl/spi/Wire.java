// SPDX-License-Identifier: Apache-2.0
package org.jccl.spi;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.SocketChannel;

/**
 * One connection's bytes, in the clear or encrypted on the way: a socket in non-blocking mode, or what looks like one.
 * One owner at a time.
 */
public interface Wire extends Channel {
    /** Whether what it carries can be read by others. */
    boolean isEncrypted();

    /**
     * Goes on with what both sides must agree on before bytes may be written and read; to be called when the socket has
     * something to read, until it returns true.
     *
     * @throws IncompatiblePeerException if they cannot agree
     * @throws java.io.EOFException if the other side has gone
     */
    boolean establish() throws IOException;

    /** As {@link #read(ByteBuffer[])}. */
    int read(ByteBuffer into) throws IOException;

    /**
     * Reads until the buffers are full or nothing can be had without waiting for the socket.
     *
     * @return how many bytes, or -1 if the other side has ended its direction in good order
     */
    long read(ByteBuffer[] into) throws IOException;

    /** As {@link #write(ByteBuffer[])}. */
    int write(ByteBuffer from) throws IOException;

    /**
     * Writes what can leave without waiting. What was not taken must be offered again before anything else: it may be
     * half gone already.
     *
     * @return how many bytes the kernel has
     */
    long write(ByteBuffer[] from) throws IOException;

    /** Whether bytes may wait on this side of the socket, where no selector sees them. */
    boolean hasMore();

    /** Ends this direction in good order, if that can be had without waiting. */
    void shutdownOutput() throws IOException;

    /** What a selector watches; nobody else may read or write it. */
    SocketChannel socket();
}
