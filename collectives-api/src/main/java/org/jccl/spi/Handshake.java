// SPDX-License-Identifier: Apache-2.0
package org.jccl.spi;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The first bytes of every {@link Wire}, big-endian. The listener sends a challenge, the connecting side answers with its
 * {@link Greeting} and a keyed digest over both, and whoever takes the connection answers with a verdict of one byte.
 * The shared secret never travels and an old answer does not fit a new challenge. The identity in the challenge is no
 * proof: it tells one address of a peer from a stranger's before anything is said to either.
 *
 * <pre>
 *   challenge   magic 8, identity 8, nonce 16
 *   greeting    magic 8, purpose 1, lane 1, incarnation 2, rank 4, communicator 8, digest 32
 *   verdict     1
 * </pre>
 *
 * <p>Where nothing is encrypted the connecting side sends the greeting's magic ahead of the challenge. A listener that
 * expects TLS would otherwise hear nothing and could not answer; so it says at once that it speaks TLS.
 */
public final class Handshake {
    /** Length of a challenge in bytes. */
    public static final int CHALLENGE_BYTES = 32;
    /** Length of a greeting in bytes. */
    public static final int GREETING_BYTES = 56;
    /** Length of what {@link #announce} sends ahead of a greeting: its first bytes. */
    public static final int ANNOUNCEMENT_BYTES = Long.BYTES;
    /** Length of the nonce in a challenge. */
    public static final int NONCE_BYTES = 16;
    /** Verdict: the connection is open. */
    public static final byte ACCEPTED = 0;
    /** Verdict: the secret is another one. */
    public static final byte WRONG_TOKEN = 1;
    /** Verdict: nobody here knows that communicator. */
    public static final byte UNKNOWN_COMMUNICATOR = 2;
    /** Verdict: the listening side has connected in the other direction; use that connection. */
    public static final byte DUPLICATE = 3;

    /** "JCCL", then the version of all that follows on the wire. */
    private static final long MAGIC = 0x4A43434C_00000002L;

    /** Versions are counted from 1 and this will not be reached: what has more is something else. */
    private static final int MOST_VERSIONS = 1 << 16;

    /** "JCCL", then "TLS": what a listener answers that hears {@link #MAGIC} in the clear. */
    private static final long SPEAK_TLS = 0x4A43434C_00544C53L;

    private static final int CLEAR = (int) (MAGIC >>> Integer.SIZE);
    private static final byte TLS_HANDSHAKE = 0x16;
    private static final byte TLS_MAJOR = 3;
    private static final String ONE_WAY = "give all ranks JCCL_TLS_CERT, JCCL_TLS_KEY and JCCL_TLS_CA, or none of them";

    private static final int DIGEST_BYTES = 32;
    private static final int SIGNED_BYTES = GREETING_BYTES - DIGEST_BYTES;

    private Handshake() {}

    /** Appends a challenge. */
    public static void writeChallenge(final ByteBuffer out, final Challenge challenge) {
        out.putLong(MAGIC).putLong(challenge.identity()).put(challenge.nonce());
    }

    /** Reads a challenge that {@link #isForeign} has let pass. */
    public static Challenge readChallenge(final ByteBuffer in) {
        final byte[] nonce = new byte[NONCE_BYTES];
        in.getLong();
        final long identity = in.getLong();
        in.get(nonce);
        return new Challenge(identity, nonce);
    }

    /** Appends the answer to a challenge. */
    public static void writeGreeting(
            final ByteBuffer out, final Greeting greeting, final byte[] nonce, final byte[] token) {
        final byte[] signed = encode(greeting);
        out.put(signed).put(digest(signed, nonce, token));
    }

    /**
     * Whether the other side does not speak this protocol and version, as soon as that can be told.
     *
     * @param received what came so far, from 0 to its position
     */
    public static boolean isForeign(final ByteBuffer received) {
        return received.position() >= Long.BYTES && received.getLong(0) != MAGIC;
    }

    /** Begins the greeting in the clear; returns how many of its bytes have gone, none if the wire encrypts. */
    public static int announce(final Wire wire) throws IOException {
        // fits into the empty buffer of a fresh socket
        return wire.isEncrypted() ? 0 : wire.write(announcement());
    }

    /** What {@link #announce} sends. */
    public static ByteBuffer announcement() {
        return ByteBuffer.allocate(ANNOUNCEMENT_BYTES).putLong(MAGIC).flip();
    }

    /** What foreign bytes mean, as the end of a sentence about who sent them; see {@link #isForeign}. */
    public static String meaning(final ByteBuffer received) {
        final boolean tls =
                received.getLong(0) == SPEAK_TLS || received.get(0) == TLS_HANDSHAKE && received.get(1) == TLS_MAJOR;
        if (tls) {
            return "it speaks TLS and this side does not: " + ONE_WAY;
        }
        final int version = received.getInt(Integer.BYTES);
        return isClear(received.getInt(0)) && version > 0 && version < MOST_VERSIONS
                ? "it connects by version " + version + " of JCCL's protocol, this side by " + (int) MAGIC
                        + ": use the same JCCL on all hosts"
                : "it speaks another protocol";
    }

    /** Whether a side that expects TLS got what ranks say that speak without; decided by the first four bytes. */
    public static boolean isClear(final int firstBytes) {
        return firstBytes == CLEAR;
    }

    /** What {@link #isClear} means, as the end of a sentence about who said it. */
    public static String clearMeaning() {
        return "it does not speak TLS, and this side does: " + ONE_WAY;
    }

    /** What a listener that expects TLS answers to a rank that speaks without. */
    public static ByteBuffer speakTls() {
        return ByteBuffer.allocate(Long.BYTES).putLong(SPEAK_TLS).flip();
    }

    /** Reads a greeting; returns null if it is malformed or its digest does not fit the nonce and the secret. */
    public static Greeting readGreeting(final ByteBuffer in, final byte[] nonce, final byte[] token) {
        final byte[] signed = new byte[SIGNED_BYTES];
        final byte[] digest = new byte[DIGEST_BYTES];
        in.get(signed).get(digest);
        if (!MessageDigest.isEqual(digest, digest(signed, nonce, token))) {
            return null;
        }
        final ByteBuffer fields = ByteBuffer.wrap(signed);
        final Greeting.Purpose[] purposes = Greeting.Purpose.values();
        if (fields.getLong() != MAGIC || fields.get(8) < 0 || fields.get(8) >= purposes.length) {
            return null;
        }
        return new Greeting(
                purposes[fields.get(8)],
                fields.getLong(16),
                fields.getInt(12),
                fields.get(9),
                Short.toUnsignedInt(fields.getShort(10)));
    }

    private static byte[] encode(final Greeting greeting) {
        return ByteBuffer.allocate(SIGNED_BYTES)
                .putLong(MAGIC)
                .put((byte) greeting.purpose().ordinal())
                .put((byte) greeting.lane())
                .putShort((short) greeting.incarnation())
                .putInt(greeting.rank())
                .putLong(greeting.communicator())
                .array();
    }

    private static byte[] digest(final byte[] signed, final byte[] nonce, final byte[] token) {
        try {
            final Mac mac = Mac.getInstance("HmacSHA256");
            // an empty key is not legal; a job without a secret signs with a constant, which proves nothing
            mac.init(new SecretKeySpec(token.length == 0 ? new byte[1] : token, "HmacSHA256"));
            mac.update(nonce);
            return mac.doFinal(signed);
        } catch (final GeneralSecurityException missing) {
            throw new IllegalStateException("every Java platform must have HmacSHA256", missing);
        }
    }
}
