// SPDX-License-Identifier: Apache-2.0
package org.jccl.spi;

import java.util.List;

/** Makes transports of one kind; found by {@link java.util.ServiceLoader}. Stateless, any thread. */
public interface TransportProvider {
    /** What users call it: {@code shm}. */
    String name();

    /** Why it cannot be used on this machine, in one sentence with advice, or null if it can. */
    String unavailable();

    /** What it stands on, for whoever looks at a machine: versions and devices, a line each. */
    default List<String> details() {
        return List.of();
    }

    /** Of several that reach a peer, the one with the lowest cost is used: roughly nanoseconds for eight bytes. */
    int latencyNs();

    /**
     * Opens one rank's end, without waiting for others.
     *
     * @throws org.jccl.error.TransportException if it cannot; the message says why and what to do
     */
    Transport open(TransportContext context);
}
