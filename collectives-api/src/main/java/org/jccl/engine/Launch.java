// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.net.InetAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jccl.Communicator;
import org.jccl.bootstrap.Doors;
import org.jccl.bootstrap.InMemoryStore;
import org.jccl.bootstrap.LauncherEnvironment;
import org.jccl.bootstrap.Members;
import org.jccl.bootstrap.Rendezvous;
import org.jccl.bootstrap.RendezvousAddress;
import org.jccl.control.Endpoint;
import org.jccl.control.ListenAddress;
import org.jccl.error.InvalidUsageException;
import org.jccl.spi.CoreSettings;
import org.jccl.spi.Settings;
import org.jccl.traffic.Traffic;

/** Completes what the builder was told from the launcher's environment, and opens the port. Used once. */
final class Launch {
    private static final Rendezvous ALONE = (mine, rank, size, timeout) -> List.of(mine);

    private final Settings settings;
    private final Rendezvous given;
    private final ServerSocketChannel listener;
    private final LauncherEnvironment place;

    /**
     * A launch.
     *
     * @param rank this process's number, or -1 to take rank and size from the launcher
     * @param given how the ranks find each other, or null to take that from settings or launcher
     * @param listener where this process listens, or null to open a port as the settings say
     */
    Launch(
            final Settings settings,
            final int rank,
            final int size,
            final Rendezvous given,
            final ServerSocketChannel listener) {
        this.settings = settings;
        this.given = given;
        this.listener = listener;
        if (rank < 0 != size < 0) {
            throw new InvalidUsageException(
                    rank < 0
                            ? "size " + size + " was given without a rank"
                            : "rank " + rank + " was given without a size");
        }
        this.place = rank < 0
                ? LauncherEnvironment.detect(System.getenv())
                : new LauncherEnvironment("the builder", rank, size, -1, null);
    }

    Communicator communicator() {
        final CommunicatorOptions options = new CommunicatorOptions(
                settings.get(CoreSettings.NAME),
                settings.get(CoreSettings.TIMEOUT),
                settings.get(CoreSettings.TRANSPORT),
                settings.get(CoreSettings.ALGORITHMS),
                settings,
                Traffic.of(settings),
                null);
        SettingsCheck.look(options.on(place.rank(), place.size()), settings);
        if (!settings.get(CoreSettings.JOIN).isEmpty()) {
            return join(options);
        }
        if (place.size() == 1
                && listener == null
                && settings.given(CoreSettings.PORT).isEmpty()) {
            return new Assembly(options, new SoloControl()).build(0, 1, ALONE);
        }
        if (place.size() == 1) {
            return meet(options, listen(), ALONE);
        }
        return given == null ? meetAtAddress(options) : meet(options, listen(), given);
    }

    private Endpoint listen() {
        // ranks that meet in one process need nobody from outside to reach them
        final InetAddress peer = given instanceof InMemoryStore ? InetAddress.getLoopbackAddress() : null;
        return open(ListenAddress.towards(settings, peer));
    }

    private Endpoint open(final ListenAddress where) {
        return Endpoint.open(settings, token(), where.at(listener));
    }

    private Communicator meetAtAddress(final CommunicatorOptions options) {
        final String text = settings.value(CoreSettings.RENDEZVOUS).orElse(place.rendezvous());
        if (text == null) {
            throw new InvalidUsageException(place.source() + " says rank " + place.rank() + " of " + place.size()
                    + " but not where the ranks meet; give .rendezvous(\"tcp://host:port\") or JCCL_RENDEZVOUS");
        }
        final RendezvousAddress address = RendezvousAddress.parse(text);
        final Endpoint endpoint = open(address.listenAt(place.rank(), settings));
        return meet(options, endpoint, address.open(endpoint));
    }

    private Communicator meet(final CommunicatorOptions options, final Endpoint endpoint, final Rendezvous rendezvous) {
        return new Assembly(options, control(endpoint)).build(place.rank(), place.size(), rendezvous);
    }

    private Communicator join(final CommunicatorOptions options) {
        final Members members = Members.parse(settings.get(CoreSettings.JOIN));
        final Duration patience = Duration.ofNanos(settings.get(CoreSettings.JOIN_TIMEOUT));
        final Duration search = Duration.ofNanos(Math.min(options.timeoutNs(), patience.toNanos()));
        final Endpoint endpoint = listen();
        try (ControlPlane control = control(endpoint)) {
            return new Newcomer(options, endpoint, control).communicator(members, search, patience);
        }
    }

    private ControlPlane control(final Endpoint endpoint) {
        return new EndpointControl(endpoint, new Doors(endpoint, settings));
    }

    private byte[] token() {
        return settings.get(CoreSettings.TOKEN).getBytes(StandardCharsets.UTF_8);
    }
}
