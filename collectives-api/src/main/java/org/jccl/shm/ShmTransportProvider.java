// SPDX-License-Identifier: Apache-2.0
package org.jccl.shm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jccl.ring.RingTransport;
import org.jccl.spi.Transport;
import org.jccl.spi.TransportContext;
import org.jccl.spi.TransportProvider;

/** Processes of one machine, through files in {@code /dev/shm} that all of them map. */
public final class ShmTransportProvider implements TransportProvider {
    private static final Path FOLDER = Path.of("/dev/shm");
    private static final long BUDGET_BYTES = 32 << 20;
    /** With less room than this not even the smallest rings of a few ranks fit. */
    private static final long LEAST_ROOM_BYTES = 2 << 20;

    @Override
    public String name() {
        return "shm";
    }

    @Override
    public String unavailable() {
        if (!Files.isWritable(FOLDER)) {
            return FOLDER + " does not exist or is not writable, so there is no shared memory; tcp is used instead";
        }
        final long room = room();
        return room >= LEAST_ROOM_BYTES
                ? null
                : FOLDER + " has " + (room >> 10)
                        + " KiB left, too little for shared memory; make it larger (docker run " + "--shm-size=1g)";
    }

    private static long room() {
        try {
            return Files.getFileStore(FOLDER).getUsableSpace();
        } catch (final IOException unknown) {
            return 0;
        }
    }

    @Override
    public int latencyNs() {
        return 200;
    }

    /** All ranks of the machine together may take half of the room there is, each at most its budget. */
    @Override
    public Transport open(final TransportContext context) {
        final long budget = Math.min(BUDGET_BYTES, room() / 2 / context.size());
        return new RingTransport(name(), context, context.host(), new MappedFiles(FOLDER, context.rank()), budget);
    }
}
