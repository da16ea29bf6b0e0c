// SPDX-License-Identifier: Apache-2.0
package org.jccl.bootstrap;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What a newcomer is told when it is let in.
 *
 * @param name the communicator's
 * @param rank the newcomer's number
 * @param size how many ranks there will be
 * @param formerSize how many there were
 * @param completed how many collectives they have completed
 */
public record Ticket(String name, int rank, int size, int formerSize, long completed) {
    /** The ticket of who stands that many places behind this one. */
    public Ticket after(final int places) {
        return new Ticket(name, rank + places, size, formerSize, completed);
    }

    byte[] encode() {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(name);
            out.writeInt(rank);
            out.writeInt(size);
            out.writeInt(formerSize);
            out.writeLong(completed);
        } catch (final IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    static Ticket decode(final byte[] bytes) throws IOException {
        final DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        final Ticket ticket = new Ticket(in.readUTF(), in.readInt(), in.readInt(), in.readInt(), in.readLong());
        if (ticket.formerSize < 1 || ticket.rank < ticket.formerSize || ticket.rank >= ticket.size) {
            throw new IOException("a ticket for rank " + ticket.rank + " of " + ticket.size + " makes no sense");
        }
        return ticket;
    }
}
