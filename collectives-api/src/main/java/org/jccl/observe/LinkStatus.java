// SPDX-License-Identifier: Apache-2.0
package org.jccl.observe;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * What has gone over the link to one peer, headers included, and how much a second lately.
 *
 * @param carrier the transport
 */
public record LinkStatus(
        int peer, String carrier, long sentBytes, long receivedBytes, long sentPerSecond, long receivedPerSecond) {

    /** Whether anything has gone over it. */
    public boolean isUsed() {
        return sentBytes + receivedBytes > 0;
    }

    /** How busy it is, or has been. */
    long weight() {
        return sentPerSecond + receivedPerSecond > 0 ? Long.MAX_VALUE / 2 + sentPerSecond / 2 : sentBytes;
    }

    void write(final DataOutputStream out) throws IOException {
        out.writeInt(peer);
        out.writeUTF(carrier);
        out.writeLong(sentBytes);
        out.writeLong(receivedBytes);
        out.writeLong(sentPerSecond);
        out.writeLong(receivedPerSecond);
    }

    static LinkStatus read(final DataInputStream in) throws IOException {
        return new LinkStatus(in.readInt(), in.readUTF(), in.readLong(), in.readLong(), in.readLong(), in.readLong());
    }
}
