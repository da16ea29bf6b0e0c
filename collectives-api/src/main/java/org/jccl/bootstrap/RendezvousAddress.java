// SPDX-License-Identifier: Apache-2.0
package org.jccl.bootstrap;

import org.jccl.control.Endpoint;
import org.jccl.control.ListenAddress;
import org.jccl.error.InvalidUsageException;
import org.jccl.spi.Settings;

/**
 * Where the ranks of a job meet, as text: {@code tcp://host:port}, where rank 0 listens, or {@code file:///folder}, which
 * all of them can read and write. Immutable, any thread.
 */
public sealed interface RendezvousAddress permits TcpAddress, FolderAddress {
    /**
     * Reads an address.
     *
     * @throws InvalidUsageException if it is neither form; the message says what is wrong with it
     */
    static RendezvousAddress parse(final String text) {
        if (text.startsWith("tcp:")) {
            return TcpAddress.parse(text);
        }
        if (text.startsWith("file:")) {
            return FolderAddress.parse(text);
        }
        throw new InvalidUsageException(
                "the rendezvous '" + text
                        + "' is no address; write tcp://host:port, where rank 0 listens, or file:///folder, which all can write");
    }

    /**
     * Where this process must listen for this rendezvous.
     *
     * @throws InvalidUsageException if the settings name no interface or port there is
     */
    ListenAddress listenAt(int rank, Settings settings);

    /** The way to meet there, for the process that listens at that endpoint. */
    Rendezvous open(Endpoint endpoint);
}
