// SPDX-License-Identifier: Apache-2.0
package org.jccl.spi;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/** What tells one communicator from others in a {@link Greeting}: whoever knows what it is drawn from knows it, nobody else. */
public final class CommunicatorNumber {
    private CommunicatorNumber() {}

    /** The first 64 bits of the texts' SHA-256. */
    public static long of(final List<byte[]> texts) {
        try {
            final MessageDigest digest = MessageDigest.getInstance("SHA-256");
            texts.forEach(digest::update);
            return ByteBuffer.wrap(digest.digest()).getLong();
        } catch (final NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform must have SHA-256", missing);
        }
    }
}
