// SPDX-License-Identifier: Apache-2.0
package org.jccl.traffic;

/** How fast one link may be used, by all communicators that lead over it. Any thread. */
public final class LinkCap {
    private final Bucket bucket;

    LinkCap(final Bucket bucket) {
        this.bucket = bucket;
    }

    /** Whether there is a rate that is not to be exceeded. */
    public boolean isSet() {
        return bucket.rate() != 0;
    }

    /** So many bytes have left; returns how long more must wait, 0 or less for not at all. */
    public long sent(final long bytes, final long nowNs) {
        bucket.charge(bytes, nowNs);
        return bucket.opensInNs(nowNs);
    }
}
