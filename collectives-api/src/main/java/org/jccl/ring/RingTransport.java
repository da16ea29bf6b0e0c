// SPDX-License-Identifier: Apache-2.0
package org.jccl.ring;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jccl.buffer.Memory;
import org.jccl.buffer.RegisteredMemory;
import org.jccl.error.TransportException;
import org.jccl.spi.Link;
import org.jccl.spi.Transport;
import org.jccl.spi.TransportContext;

/**
 * Ranks of one machine: rings in memory that each rank writes alone and its peers read, and doorbells for those that
 * sleep. How memory is shared is the affair of {@link Regions}; what this class knows is who sits here and in what order.
 */
public final class RingTransport implements Transport {
    private static final long WISHED_BULK = 2 << 20;

    private final String name;
    private final TransportContext context;
    private final String group;
    private final Regions regions;
    private final long budgetBytes;
    private final DoorbellMesh mesh;
    private final RingLink[] links;
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
        final int[] members = members(addresses);
        if (members.length == 1) {
            return;
        }
        final int peers = members.length - 1;
        final RingGeometry geometry =
                new RingGeometry(peers, RingGeometry.bulkWithin(budgetBytes, peers, wishedBulk()));
        region = regions.create(mesh.path(), geometry.regionBytes());
        try {
            connect(addresses, members, geometry);
        } catch (final IOException failed) {
            throw new TransportException(
                    name + ": ranks of this machine could not meet over unix-domain sockets at " + mesh.path() + ": "
                            + failed.getMessage(),
                    failed);
        }
    }

    private long wishedBulk() {
        return Long.highestOneBit(context.settings().getLong("shm.bulk", WISHED_BULK));
    }

    private void connect(final byte[][] addresses, final int[] members, final RingGeometry geometry)
            throws IOException {
        final int me = Arrays.binarySearch(members, context.rank());
        for (final int peer : members) {
            if (peer < context.rank()) {
                mesh.dial(peer, lines(addresses[peer])[1]);
            }
        }
        mesh.accept(members.length - 1 - me);
        final long[] handles = mesh.exchange(members, regions.handle());
        final long bytes = geometry.regionBytes();
        for (int place = 0; place < members.length; place++) {
            final int peer = members[place];
            if (peer != context.rank()) {
                final long theirs = regions.open(peer, lines(addresses[peer])[1], handles[place], bytes);
                // a rank has no place in its own region, so places after it move down by one
                links[peer] = new RingLink(
                        peer,
                        geometry,
                        region,
                        place < me ? place : place - 1,
                        theirs,
                        me < place ? me : me - 1,
                        regions,
                        mesh.doorbell(peer));
            }
        }
        mesh.exchange(members, 0);
        regions.opened();
        mesh.register(context.waiter());
    }

    private int[] members(final byte[][] addresses) {
        return java.util.stream.IntStream.range(0, addresses.length)
                .filter(rank -> addresses[rank] != null && lines(addresses[rank])[0].equals(group))
                .toArray();
    }

    private static String[] lines(final byte[] address) {
        return new String(address, StandardCharsets.UTF_8).split("\n", 2);
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
    public void prepareSleep() {
        if (region != 0) {
            // the sleeper's half of the protocol in RingLink.ringIfSleeping: flag, fence, look once more
            Memory.putIntVolatile(region, 1);
            Memory.fullFence();
        }
    }

    @Override
    public void wake() {
        if (region != 0) {
            Memory.putIntVolatile(region, 0);
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
