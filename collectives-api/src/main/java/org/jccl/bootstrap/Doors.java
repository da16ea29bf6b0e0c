// SPDX-License-Identifier: Apache-2.0
package org.jccl.bootstrap;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jccl.control.Endpoint;
import org.jccl.spi.Candidates;
import org.jccl.spi.CoreSettings;
import org.jccl.spi.Greeting;
import org.jccl.spi.Settings;

/** The doors of one process, by the communicator's name. Any thread. */
public final class Doors implements AutoCloseable {
    private final Endpoint endpoint;
    private final String folder;
    private final Map<String, Door> doors = new HashMap<>();
    private Runnable takeNoteAway = () -> {};

    /** None yet; from the first on, where they are is left in the folder that the setting {@code members} names. */
    public Doors(final Endpoint endpoint, final Settings settings) {
        this.endpoint = endpoint;
        this.folder = settings.get(CoreSettings.MEMBERS);
    }

    /**
     * The door of the communicator that has that name from now on.
     *
     * @param rankZero where its rank 0 listens, or null if that is this process
     * @throws org.jccl.error.TransportException if the folder of members cannot be written
     */
    public synchronized Door open(final String communicator, final Candidates rankZero) {
        if (doors.isEmpty() && !folder.isEmpty()) {
            takeNoteAway = new MemberFolder(Path.of(folder)).leave(endpoint.candidates());
        }
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
