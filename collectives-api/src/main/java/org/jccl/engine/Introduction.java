// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jccl.error.TransportException;

/**
 * What a rank tells all others in the one exchange of a communicator.
 *
 * @param nonce a random number, so that the communicator's number cannot be guessed
 * @param host equal on ranks that share a machine
 * @param process equal on ranks that are threads of one process, among those of one host
 * @param where who that is, for messages: host name and process
 * @param control where the control plane may be dialled, as {@link org.jccl.spi.Candidates} has it, or empty
 * @param rules algorithm rules; rank 0's count on every rank
 * @param tuning a table of algorithms, as text; rank 0's counts on every rank
 * @param slabBytes slab size; rank 0's counts
 * @param summed whether messages carry sums; rank 0's counts
 * @param resumeNs how long a connection that broke may take to be made anew; rank 0's counts
 * @param direct whether plans may run in the memory of devices; rank 0's counts
 * @param addresses by transport
 */
record Introduction(
        long nonce,
        String host,
        String process,
        String where,
        String control,
        String rules,
        String tuning,
        long slabBytes,
        boolean summed,
        long resumeNs,
        boolean direct,
        Map<String, byte[]> addresses) {
    private static final long MAX_SLAB_BYTES = 1 << 30;

    byte[] encode() {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            Edition.here(where).write(out);
            out.writeLong(nonce);
            out.writeUTF(host);
            out.writeUTF(process);
            out.writeUTF(control);
            out.writeUTF(rules);
            writeText(out, tuning);
            out.writeLong(slabBytes);
            out.writeBoolean(summed);
            out.writeLong(resumeNs);
            out.writeBoolean(direct);
            out.writeInt(addresses.size());
            for (final Map.Entry<String, byte[]> address : addresses.entrySet()) {
                out.writeUTF(address.getKey());
                out.writeInt(address.getValue().length);
                out.write(address.getValue());
            }
        } catch (final IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** Reads what {@link Edition#requireOne} has let pass. */
    static Introduction decode(final int rank, final byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            final String where = Edition.read(in).where();
            final Introduction introduction = new Introduction(
                    in.readLong(),
                    in.readUTF(),
                    in.readUTF(),
                    where,
                    in.readUTF(),
                    in.readUTF(),
                    readText(in),
                    in.readLong(),
                    in.readBoolean(),
                    in.readLong(),
                    in.readBoolean(),
                    addresses(in));
            if (introduction.slabBytes < 1 || introduction.slabBytes > MAX_SLAB_BYTES) {
                throw new TransportException("rank " + rank + " was given a slab of " + introduction.slabBytes
                        + " bytes; give from 1 to 1G (setting slab)");
            }
            if (introduction.resumeNs < 0) {
                throw new TransportException("rank " + rank + " was given " + introduction.resumeNs
                        + " ns to make connections anew; give 0 or a span of time (setting tcp.resume)");
            }
            return introduction;
        } catch (final IOException malformed) {
            throw unreadable(rank, bytes, malformed);
        }
    }

    static TransportException unreadable(final int rank, final byte[] bytes, final IOException malformed) {
        return new TransportException(
                "rank " + rank + " introduced itself with " + bytes.length
                        + " bytes that cannot be read; does something else use this rendezvous?",
                malformed);
    }

    /** A file's worth, for which writeUTF is too short. */
    private static void writeText(final DataOutputStream out, final String text) throws IOException {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String readText(final DataInputStream in) throws IOException {
        return new String(readBytes(in, "a text"), StandardCharsets.UTF_8);
    }

    private static byte[] readBytes(final DataInputStream in, final String what) throws IOException {
        final int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException(what + " of " + length + " bytes");
        }
        return in.readNBytes(length);
    }

    private static Map<String, byte[]> addresses(final DataInputStream in) throws IOException {
        final Map<String, byte[]> addresses = new LinkedHashMap<>();
        final int count = in.readInt();
        for (int i = 0; i < count; i++) {
            final String name = in.readUTF();
            addresses.put(name, readBytes(in, "an address"));
        }
        return addresses;
    }
}
