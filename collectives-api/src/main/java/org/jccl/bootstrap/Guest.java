// SPDX-License-Identifier: Apache-2.0
package org.jccl.bootstrap;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jccl.control.Sockets;
import org.jccl.spi.Candidates;
import org.jccl.spi.Wire;

/** A newcomer that has knocked, seen from rank 0. One thread at a time; an {@link IOException} means that it is lost. */
public final class Guest implements AutoCloseable {
    private final Wire wire;
    private final String remote;
    private DeadlineChannel conversation;

    Guest(final Wire wire) {
        this.wire = wire;
        this.remote = Sockets.remote(wire.socket());
    }

    /** Whether it is not waiting any more: it has closed its connection, or speaks out of turn. */
    boolean hasGone() {
        try {
            return wire.read(ByteBuffer.allocate(1)) != 0;
        } catch (final IOException broken) {
            return true;
        }
    }

    /** Sends it to rank 0, and is done with it. */
    void redirect(final Candidates rankZero) {
        final byte[] where = rankZero.encode().getBytes(StandardCharsets.UTF_8);
        try {
            // fits into the empty buffer of a fresh socket
            wire.write(DoorMessages.encode(DoorMessages.REDIRECT, where));
        } catch (final IOException gone) {
            // it will knock again
        }
        close();
    }

    /** Lets it in, if all goes well from here on. */
    public void invite(final Ticket ticket, final long deadlineNs) throws IOException {
        if (conversation == null) {
            conversation = DeadlineChannel.of(wire);
        }
        conversation.deadline(deadlineNs);
        conversation.write(DoorMessages.encode(DoorMessages.TICKET, ticket.encode()));
    }

    /** What it tells all ranks. */
    public byte[] introduction() throws IOException {
        return DoorMessages.read(conversation, DoorMessages.INTRODUCTION);
    }

    /** Tells it what all ranks say. */
    public void tell(final List<byte[]> introductions) throws IOException {
        for (final byte[] introduction : introductions) {
            conversation.write(DoorMessages.encode(DoorMessages.ENTRY, introduction));
        }
    }

    /** Waits until it has connected to the others. */
    public void awaitConnected() throws IOException {
        DoorMessages.read(conversation, DoorMessages.CONNECTED);
    }

    /** Tells it that all others have it. */
    public void takenIn() throws IOException {
        conversation.write(DoorMessages.encode(DoorMessages.TAKEN_IN));
    }

    /** Where it comes from. */
    @Override
    public String toString() {
        return remote;
    }

    /** If it has not been taken in, it will knock again. */
    @Override
    public void close() {
        if (conversation != null) {
            conversation.close();
        }
        Sockets.close(wire);
    }
}
