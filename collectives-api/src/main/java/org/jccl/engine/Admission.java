// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jccl.bootstrap.Guest;
import org.jccl.bootstrap.Ticket;
import org.jccl.error.TransportException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How newcomers take part in the one exchange of a communicator that grows: rank 0 hears what they say, hands it to the
 * others in a letter of its own, and tells them what all say. One thread, on rank 0; any rank reads the letter.
 */
final class Admission implements AutoCloseable {
    /** A newcomer has nothing else to do than to answer, but may be slow to load its classes. */
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(10);

    private static final Logger LOG = LoggerFactory.getLogger(Admission.class);

    private final String who;
    private final List<Guest> guests;

    Admission(final String who, final List<Guest> guests) {
        this.who = who;
        this.guests = guests;
    }

    /**
     * Lets them in, with numbers in their order, and hears what they say.
     *
     * @param first what the first of them is told
     * @return the letter: rank 0's own introduction and theirs, or who was lost
     */
    byte[] letter(final byte[] mine, final Ticket first) {
        final List<byte[]> introductions = new ArrayList<>(List.of(mine));
        try {
            final long deadlineNs = System.nanoTime() + PATIENCE_NS;
            for (int i = 0; i < guests.size(); i++) {
                guests.get(i).invite(first.after(i), deadlineNs);
            }
            for (final Guest guest : guests) {
                introductions.add(guest.introduction());
            }
        } catch (final IOException lost) {
            return encode(List.of(), "a newcomer was lost: " + lost.getMessage());
        }
        return encode(introductions, "");
    }

    private static byte[] encode(final List<byte[]> introductions, final String lost) {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(lost);
            out.writeInt(introductions.size());
            for (final byte[] introduction : introductions) {
                out.writeInt(introduction.length);
                out.write(introduction);
            }
        } catch (final IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /**
     * What all say, in the order of the new ranks.
     *
     * @param letters by former rank: rank 0's letter, and the others' introductions
     */
    static List<byte[]> introductions(final List<byte[]> letters) {
        final List<byte[]> all = new ArrayList<>();
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(letters.get(0)))) {
            final String lost = in.readUTF();
            if (!lost.isEmpty()) {
                throw new TransportException(lost);
            }
            final int count = in.readInt();
            for (int i = 0; i < count; i++) {
                all.add(in.readNBytes(in.readInt()));
            }
        } catch (final IOException malformed) {
            throw new TransportException("what rank 0 says of newcomers makes no sense", malformed);
        }
        all.addAll(1, letters.subList(1, letters.size()));
        return all;
    }

    /** Tells them what all say. */
    void tell(final List<byte[]> introductions) {
        forEach(guest -> guest.tell(introductions));
    }

    /** Waits until all of them have connected. */
    void awaitConnected() {
        forEach(Guest::awaitConnected);
    }

    /** Tells them that all ranks have the new communicator. */
    void takenIn() {
        try {
            forEach(Guest::takenIn);
        } catch (final TransportException lost) {
            LOG.debug("{}: a newcomer that does not hear it is the new communicator's first failure", who, lost);
        }
    }

    private interface Dealing {
        void with(Guest guest) throws IOException;
    }

    private void forEach(final Dealing dealing) {
        for (final Guest guest : guests) {
            try {
                dealing.with(guest);
            } catch (final IOException lost) {
                throw new TransportException("the newcomer from " + guest + " was lost: " + lost.getMessage(), lost);
            }
        }
    }

    /** Those that were not taken in knock again. */
    @Override
    public void close() {
        guests.forEach(Guest::close);
    }
}
