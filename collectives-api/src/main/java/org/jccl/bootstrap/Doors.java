// SPDX-License-Identifier: Apache-2.0
package org.jccl.bootstrap;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jccl.control.Endpoint;
import org.jccl.spi.Candidates;
import org.jccl.spi.Greeting;
import org.jccl.spi.Settings;

/** The doors of one process, by the communicator's name. Any thread. */
public final class Doors implements AutoCloseable {
    private final Endpoint endpoint;
    private final Runnable takeNoteAway;
    private final Map<String, Door> doors = new HashMap<>();

    private Doors(final Endpoint endpoint, final Runnable takeNoteAway) {
        this.endpoint = endpoint;
        this.takeNoteAway = takeNoteAway;
    }

    /**
     * None yet; where they are is left in the folder that the setting {@code members} names.
     *
     * @throws org.jccl.error.TransportException if that folder cannot be written
     */
    public static Doors of(final Endpoint endpoint, final Settings settings) {
        final String folder = settings.get("members", "");
        return new Doors(
                endpoint, folder.isEmpty() ? () -> {} : new MemberFolder(Path.of(folder)).leave(endpoint.candidates()));
    }

    /**
     * The door of the communicator that has that name from now on.
     *
     * @param rankZero where its rank 0 listens, or null if that is this process
     */
    public synchronized Door open(final String communicator, final Candidates rankZero) {
        final Door door = doors.computeIfAbsent(communicator, none -> new Door());
        door.belongsTo(rankZero);
        endpoint.accept(Greeting.Purpose.JOIN, Door.number(communicator), door::arrive);
        return door;
    }

    @Override
    public synchronized void close() {
        takeNoteAway.run();
        doors.values().forEach(Door::close);
    }
}
