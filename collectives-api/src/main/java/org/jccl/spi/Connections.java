// SPDX-License-Identifier: Apache-2.0
package org.jccl.spi;

import java.util.function.BiConsumer;

/**
 * The process's one listening port, shared by everything that accepts connections. Connections are authenticated before
 * they are handed over; strangers are dropped and logged. Any thread.
 */
public interface Connections {
    /** Where this process listens, as peers may dial it. */
    Candidates candidates();

    /** The shared secret, or an empty array. */
    byte[] token();

    /** How this process's connections carry their bytes. */
    Wiring wiring();

    /**
     * Sends accepted connections of one communicator to {@code acceptor}, until {@link #refuse}.
     *
     * <p>The acceptor gets the greeting and the established wire, positioned behind the greeting; it runs on
     * the control thread and must not block. Connections that came before this call are kept for it for a while.
     *
     * @param communicator the number in the greeting that the connection must carry
     */
    void accept(long communicator, BiConsumer<Greeting, Wire> acceptor);

    /** Ends {@link #accept}. */
    void refuse(long communicator);
}
