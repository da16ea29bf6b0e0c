// SPDX-License-Identifier: Apache-2.0
package org.jccl.ring;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jccl.buffer.Memory;
import org.jccl.buffer.RegisteredMemory;
import org.jccl.error.TransportException;
import org.jccl.spi.CoreSettings;
import org.jccl.spi.Link;
import org.jccl.spi.Transport;
import org.jccl.spi.TransportContext;

/**
 * Ranks of one machine: rings in memory that each rank writes alone and its peers read, and doorbells for those that
 * sleep. How memory is shared is the affair of {@link Regions}; what this class knows is who sits here and in what order.
 */
public final class RingTransport implements Transport {
    private final String name;
    private final TransportContext context;
    private final String group;
    private final Regions regions;
    private final long budgetBytes;
    private final DoorbellMesh mesh;
    private final RingLink[] links;
    private final Bells bells;
    private long region;

    /**
     * One rank's end.
     *
     * @param group equal exactly on ranks that can share memory by these regions
     * @param budgetBytes how large this rank's region may become
     */
    public RingTransport(
            final String name,
            final TransportContext context,
            final String group,
            final Regions regions,
            final long budgetBytes) {
        this.name = name;
        this.context = context;
        this.group = group;
        this.regions = regions;
        this.budgetBytes = budgetBytes;
        this.mesh = new DoorbellMesh(context.rank(), context.timeoutNs());
        this.links = new RingLink[context.size()];
        this.bells = new Bells(links);
    }

    @Override
    public String name() {
        return name;
    }

    /** The group, then where the doorbell is: two lines of text. */
    @Override
    public byte[] address() {
        return (group + "\n" + mesh.path()).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void connect(final byte[][] addresses) {
        final int[] peers = peers(addresses);
        if (peers.length == 0) {
            mesh.close();
            return;
        }
        final String[] paths = paths(addresses, peers);
        final RingGeometry geometry =
                new RingGeometry(peers.length, RingGeometry.bulkWithin(budgetBytes, peers.length, wishedBulk()));
        region = regions.create(mesh.path(), geometry.regionBytes());
        try {
            connect(paths, peers, geometry);
        } catch (final IOException failed) {
            throw new TransportException(
                    name + ": ranks of this machine could not meet over unix-domain sockets at " + mesh.path() + ": "
                            + failed.getMessage(),
                    failed);
        }
    }

    private long wishedBulk() {
        return Long.highestOneBit(context.settings().get(CoreSettings.SHM_BULK));
    }

    private void connect(final String[] paths, final int[] peers, final RingGeometry geometry) throws IOException {
        for (final int peer : peers) {
            if (peer < context.rank()) {
                mesh.dial(peer, paths[peer]);
            }
        }
        mesh.accept(
                (int) Arrays.stream(peers).filter(peer -> peer > context.rank()).count());
        final Neighbour[] neighbours = mesh.exchange(
                peers, place -> new Neighbour(regions.handle(), peers.length, geometry.bulkBytes(0), place));
        for (int place = 0; place < peers.length; place++) {
            final int peer = peers[place];
            final Neighbour theirs = neighbours[place];
            final RingGeometry theirGeometry = new RingGeometry(theirs.peers(), theirs.bulkBytes());
            final long address = regions.open(peer, paths[peer], theirs.handle(), theirGeometry.regionBytes());
            links[peer] = new RingLink(
                    peer,
                    new RingLink.End(geometry, region, place),
                    new RingLink.End(theirGeometry, address, theirs.place()),
                    regions,
                    mesh.doorbell(peer),
                    bells);
        }
        // a second exchange, of nothing, tells that everyone has opened everything
        mesh.exchange(peers, place -> Neighbour.NONE);
        regions.opened();
        mesh.register(context.waiter());
    }

    private int[] peers(final byte[][] addresses) {
        return IntStream.range(0, addresses.length)
                .filter(rank -> rank != context.rank())
                .filter(rank -> addresses[rank] != null && lines(addresses[rank])[0].equals(group))
                .toArray();
    }

    /** Where each peer's doorbell is; refused before any peer is told where this rank's memory is. */
    private String[] paths(final byte[][] addresses, final int[] peers) {
        final String[] paths = new String[addresses.length];
        for (final int peer : peers) {
            final String[] lines = lines(addresses[peer]);
            if (lines.length < 2 || lines[1].indexOf('\0') >= 0) {
                throw new TransportException(name + ": rank " + peer
                        + " of this machine does not say where its doorbell is; use the same JCCL everywhere");
            }
            paths[peer] = lines[1];
        }
        return paths;
    }

    private static String[] lines(final byte[] address) {
        return new String(address, StandardCharsets.UTF_8).split("\n", 2);
    }

    @Override
    public boolean crossesWire() {
        return false;
    }

    @Override
    public boolean reaches(final int peer) {
        return links[peer] != null;
    }

    @Override
    public Link link(final int peer) {
        return links[peer];
    }

    @Override
    public RegisteredMemory allocate(final long bytes) {
        return regions.allocate(bytes);
    }

    @Override
    public boolean tellsOfReleases() {
        return true;
    }

    @Override
    public int progress() {
        bells.ring();
        return 0;
    }

    @Override
    public void prepareSleep() {
        if (region != 0) {
            // the sleeper's half of the protocol in Bells: flag, fence, look once more
            Memory.putIntVolatile(region + RingGeometry.SLEEPING, 1);
            Memory.fullFence();
        }
    }

    @Override
    public void wake() {
        if (region != 0) {
            Memory.putIntVolatile(region + RingGeometry.SLEEPING, 0);
        }
    }

    @Override
    public void close() {
        mesh.close();
        Arrays.fill(links, null);
        region = 0;
        regions.close();
    }
}
