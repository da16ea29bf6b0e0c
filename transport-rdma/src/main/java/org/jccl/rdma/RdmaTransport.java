// SPDX-License-Identifier: Apache-2.0
package org.jccl.rdma;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jccl.buffer.Accelerator;
import org.jccl.buffer.RegisteredMemory;
import org.jccl.error.TransportException;
import org.jccl.spi.Link;
import org.jccl.spi.Transport;
import org.jccl.spi.TransportContext;
import org.openucx.jucx.UcxException;
import org.openucx.jucx.ucp.UcpRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One rank's end of all links over UCX, driven by the owner alone. */
final class RdmaTransport implements Transport {
    private static final Logger LOG = LoggerFactory.getLogger(RdmaTransport.class);
    /** How long {@link #close} lets bytes leave that were accepted, and then UCX take leave of the peers. */
    private static final long LINGER_NS = TimeUnit.SECONDS.toNanos(1);

    /** Beyond this many ranks ways are made when they are needed: few algorithms need all. */
    private static final int MOST_TO_MEET = 128;

    private final TransportContext context;
    private final Fabric fabric;
    private final Mailbox mailbox;
    private final byte[] address;
    private final RdmaLink[] links;
    private final List<RdmaLane> lanes = new ArrayList<>();
    private final Bells bells;
    private Meeting meeting;
    private FabricAddress[] addresses;
    private boolean closed;

    RdmaTransport(final TransportContext context) {
        this.context = context;
        final UcxSettings settings = UcxSettings.of(context.settings(), System::getenv);
        final int ringWords = Mailbox.ringWords(context.size(), !settings.writesMemory());
        fabric = Fabric.open(settings, Mailbox.bytes(context.size(), ringWords));
        mailbox = new Mailbox(fabric.mailbox(), context.size(), ringWords);
        if (!settings.writesMemory()) {
            fabric.use(new Letters(fabric, mailbox));
        }
        address = new FabricAddress(fabric.workerAddress(), mailbox.address(), fabric.remoteKey(), ringWords).encode();
        links = new RdmaLink[context.size()];
        bells = new Bells(fabric, mailbox, lanes);
    }

    @Override
    public String name() {
        return "rdma";
    }

    @Override
    public byte[] address() {
        return address;
    }

    @Override
    public void connect(final byte[][] everyones) {
        final FabricAddress[] decoded = new FabricAddress[everyones.length];
        for (int rank = 0; rank < decoded.length; rank++) {
            if (everyones[rank] != null) {
                decoded[rank] = FabricAddress.decode(rank, everyones[rank]);
                if (decoded[rank].ringWords() != mailbox.ringWords()) {
                    throw new TransportException("rdma: rank " + rank + " has rings of "
                            + decoded[rank].ringWords() + " words, this rank of " + mailbox.ringWords()
                            + "; use the same JCCL and the same UCX_TLS everywhere");
                }
            }
        }
        addresses = decoded;
        fabric.register(context.waiter());
        if (meets()) {
            meet();
        }
    }

    private boolean meets() {
        return context.size() <= MOST_TO_MEET;
    }

    private void meet() {
        meeting = new Meeting(fabric);
        for (int peer = 0; peer < addresses.length; peer++) {
            if (reaches(peer)) {
                meeting.expect(peer, link(peer).lane(Link.COLLECTIVE));
            }
        }
        meeting.await(context.timeoutNs());
    }

    @Override
    public boolean reaches(final int peer) {
        return peer != context.rank() && addresses[peer] != null;
    }

    @Override
    public RdmaLink link(final int peer) {
        if (links[peer] == null) {
            links[peer] = new RdmaLink(peer, this);
        }
        return links[peer];
    }

    /** Begins to connect, and greets the peer; UCX goes on with it whenever it has a turn. */
    RdmaLane openLane(final int peer, final int number) {
        final RdmaLane lane = new RdmaLane(fabric, mailbox, bells, context.rank(), peer, number, addresses[peer]);
        lanes.add(lane);
        lane.greet(meets() && number == Link.COLLECTIVE ? Tags.hello(context.rank()) : Tags.BELL);
        bells.peersHaveChanged();
        return lane;
    }

    @Override
    public RegisteredMemory allocate(final long bytes) {
        try {
            return new RegisteredRegion(fabric.context(), bytes);
        } catch (final UcxException refused) {
            LOG.info(
                    "rank {}: no {} bytes of registered memory ({}): this memory is registered when it is used",
                    context.rank(),
                    bytes,
                    refused.getMessage());
            return null;
        }
    }

    @Override
    public int deviceBytes(final Accelerator device) {
        return fabric.carries(device.memoryKind()) ? Outbox.MESSAGE_BYTES : 0;
    }

    @Override
    public int progress() {
        if (lanes.isEmpty()) {
            return 0;
        }
        bells.listen();
        return fabric.progressUnlessLookedAt();
    }

    @Override
    public void prepareSleep() {
        if (!lanes.isEmpty()) {
            for (int i = 0; i < lanes.size(); i++) {
                lanes.get(i).flush();
            }
            bells.announce();
            if (!fabric.arm()) {
                // it has something to do already
                context.waiter().ring();
            }
        }
    }

    @Override
    public long longestSleepNs() {
        if (lanes.isEmpty()) {
            return Long.MAX_VALUE;
        }
        return fabric.hasMovedSinceArmed() ? 0 : bells.longestSleepNs();
    }

    @Override
    public void wake() {
        if (!lanes.isEmpty()) {
            fabric.disarm();
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            takeLeave();
        } catch (final TransportException inUse) {
            LOG.warn("rank {}: what UCX uses stays until the process ends: {}", context.rank(), inUse.getMessage());
        }
    }

    private void takeLeave() {
        await(this::sayGoodbye);
        awaitAll(RdmaLane::flushWay);
        bells.close();
        fabric.writes().close();
        if (!awaitAll(RdmaLane::closeWay)) {
            // UCX ends the process if it is closed with an endpoint half closed
            throw new TransportException("rdma: a rank does not take the messages that UCX holds for it");
        }
        fabric.close();
        lanes.forEach(RdmaLane::free);
        fabric.writes().free();
        bells.free();
        if (meeting != null) {
            meeting.free();
        }
    }

    /** Whether the requests of all lanes have completed in good time. */
    private boolean awaitAll(final Function<RdmaLane, UcpRequest> begin) {
        final List<UcpRequest> requests =
                lanes.stream().map(begin).filter(Objects::nonNull).toList();
        return await(() -> requests.stream().allMatch(UcpRequest::isCompleted));
    }

    private boolean sayGoodbye() {
        boolean all = true;
        for (final RdmaLane lane : lanes) {
            all &= lane.goodbye();
        }
        return all;
    }

    private boolean await(final BooleanSupplier done) {
        final long begun = System.nanoTime();
        while (!done.getAsBoolean()) {
            if (System.nanoTime() - begun > LINGER_NS) {
                return false;
            }
            fabric.progress();
            Thread.yield();
        }
        return true;
    }
}
