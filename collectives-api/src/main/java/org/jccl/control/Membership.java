// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jccl.error.CollectiveException;
import org.jccl.error.CollectiveTimeoutException;
import org.jccl.error.CommunicatorAbortedException;
import org.jccl.error.PeerFailedException;
import org.jccl.error.TransportException;
import org.jccl.spi.Durations;
import org.jccl.spi.Greeting;
import org.jccl.spi.Wire;
import org.jccl.spi.Wiring;

/**
 * One rank's part in one communicator's control plane: who is linked, who has gone, what was aborted. Confined to the
 * control thread.
 */
final class Membership implements ControlLink.Events, Relinks.Outcome {
    /** How long the last words may take to leave when this rank closes. */
    private static final long FAREWELL_NS = TimeUnit.MILLISECONDS.toNanos(200);

    private final ControlThread thread;
    private final Acceptors acceptors;
    private final Wiring wiring;
    private final byte[] token;
    private final JoinRequest request;
    private final int size;
    private final long silenceNs;
    private final ControlListener listener;
    private final Joining joining;
    private final Relinks relinks;
    private final Ways ways;
    private final CompletableFuture<Void> joined = new CompletableFuture<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final Map<Integer, ControlLink> links = new TreeMap<>();
    private final BitSet gone = new BitSet();
    /** All deaths, goodbyes and aborts so far: a rank that connects later has heard of none. */
    private final List<ByteBuffer> told = new ArrayList<>();

    private final SeenMessages seen = new SeenMessages();
    private final Runnable ticker = this::tick;
    private Phase phase = Phase.JOINING;
    private boolean aborted;
    private boolean expelled;
    private long sequence;
    private long deadlineNs;

    private enum Phase {
        JOINING,
        OPEN,
        LEAVING,
        CLOSED
    }

    Membership(
            final ControlThread thread,
            final Acceptors acceptors,
            final Wiring wiring,
            final byte[] token,
            final JoinRequest request,
            final Ways ways,
            final long silenceNs) {
        this.thread = thread;
        this.acceptors = acceptors;
        this.wiring = wiring;
        this.token = token;
        this.request = request;
        this.size = request.peers().length;
        this.ways = ways;
        this.silenceNs = silenceNs;
        this.listener = new GuardedListener(request.listener());
        this.joining = new Joining(request.rank(), request.peers());
        this.relinks = new Relinks(request.rank(), request.peers(), request.resumeNs(), this::dial, this);
    }

    private Dial dial(final long identity, final Dial.Outcome outcome) {
        final Greeting greeting = new Greeting(Greeting.Purpose.CONTROL, request.communicator(), request.rank(), 0);
        return new Dial(thread, wiring, identity, greeting, token, outcome);
    }

    /** Completed, on the control thread, when all neighbours are linked or joining failed. */
    CompletableFuture<Void> joined() {
        return joined;
    }

    /** Completed, on the control thread, when no connection is left. */
    CompletableFuture<Void> closed() {
        return closed;
    }

    long communicator() {
        return request.communicator();
    }

    void join() {
        if (thread.isStopping()) {
            close();
            return;
        }
        deadlineNs = thread.nowNs() + request.timeoutNs();
        thread.everyTick(ticker);
        acceptors.take(Greeting.Purpose.CONTROL, request.communicator(), this::arrived);
        joining.begin(this::dial, this::link);
        finishJoining();
    }

    private void arrived(final Greeting greeting, final Wire wire) {
        if (phase == Phase.JOINING && joining.arrived(greeting.rank())) {
            link(greeting.rank(), wire);
        } else if (phase == Phase.OPEN
                && relinks.isOn()
                && links.containsKey(greeting.rank())
                && relinks.takes(greeting.rank())) {
            relinked(links.get(greeting.rank()), wire);
        } else {
            Sockets.close(wire);
        }
    }

    private void link(final int peer, final Wire wire) {
        final ControlLink link = new ControlLink(peer, wire, relinks.isOn(), this);
        try {
            link.open(thread);
            links.put(peer, link);
            ways.add(peer, wire);
            // a copy, because a write that fails is a death to be told
            List.copyOf(told).forEach(message -> link.send(message.duplicate(), thread.nowNs()));
            finishJoining();
        } catch (final IOException gone) {
            died(peer, "its connection closed: the process has ended");
        }
    }

    private void finishJoining() {
        if (phase == Phase.JOINING && joining.isComplete()) {
            phase = Phase.OPEN;
            joined.complete(null);
            ways.report(request.rank());
        }
    }

    private void failJoin(final CollectiveException why) {
        abort(ControlGroup.CANNOT_JOIN, why.getMessage());
        joined.completeExceptionally(why);
        leave();
    }

    // what links report

    @Override
    public void message(final ControlLink link, final byte type, final ByteBuffer body) {
        if (phase == Phase.LEAVING || phase == Phase.CLOSED) {
            return;
        }
        switch (type) {
            case ControlMessage.HEARTBEAT -> {}
            case ControlMessage.GOODBYE -> goodbye(rank(body.getInt()));
            case ControlMessage.DEATH -> died(rank(body.getInt()), ControlMessage.text(body));
            case ControlMessage.ABORT -> aborted(rank(body.getInt()), body.get(), ControlMessage.text(body));
            case ControlMessage.ROUTED -> routed(ControlMessage.Routed.read(body));
            default -> throw new IllegalArgumentException("type " + type);
        }
    }

    private int rank(final int said) {
        if (said < 0 || said >= size) {
            throw new IllegalArgumentException("rank " + said);
        }
        return said;
    }

    @Override
    public void broken(final ControlLink link, final String how) {
        if (phase == Phase.OPEN && !expelled && relinks.isOn()) {
            relinks.begin(link, how);
        } else {
            confused(link, how);
        }
    }

    @Override
    public void relinked(final ControlLink link, final Wire wire) {
        try {
            link.resume(wire, thread);
        } catch (final IOException gone) {
            broken(link, "its connection closed: the process has ended");
        }
    }

    @Override
    public void lost(final int peer, final String how) {
        died(peer, how);
    }

    @Override
    public void confused(final ControlLink link, final String how) {
        links.remove(link.peer(), link);
        if (phase == Phase.LEAVING) {
            finishLeaving();
        } else if (!expelled) {
            died(link.peer(), how);
        }
    }

    // deaths, goodbyes, aborts: each is told once and passed on once

    private void died(final int rank, final String how) {
        if (gone.get(rank)) {
            return;
        }
        gone.set(rank);
        tell(ControlMessage.death(rank, how));
        unlink(rank);
        if (rank == request.rank()) {
            expelled = true;
        }
        if (phase == Phase.JOINING) {
            failJoin(new PeerFailedException(rank, "rank " + rank + " failed while the ranks connected: " + how));
        } else {
            listener.peerFailed(rank, how);
        }
    }

    private void goodbye(final int rank) {
        if (gone.get(rank)) {
            return;
        }
        gone.set(rank);
        unlink(rank);
        tell(ControlMessage.goodbye(rank));
        listener.left(rank);
    }

    private void aborted(final int byRank, final byte kind, final String reason) {
        if (aborted) {
            return;
        }
        aborted = true;
        tell(ControlMessage.abort(byRank, kind, reason));
        if (phase == Phase.JOINING && kind == ControlGroup.CANNOT_JOIN) {
            failJoin(new CommunicatorAbortedException(
                    "rank " + byRank + " gave up while the ranks connected: " + reason));
        } else {
            listener.aborted(byRank, kind, reason);
        }
    }

    private void unlink(final int rank) {
        relinks.cancel(rank);
        final ControlLink link = links.remove(rank);
        if (link != null) {
            link.close();
        }
    }

    private void tell(final ByteBuffer message) {
        told.add(message);
        flood(message);
    }

    private void flood(final ByteBuffer message) {
        // a copy, because a write that fails must not change what is being walked through
        List.copyOf(links.values()).forEach(link -> link.send(message.duplicate(), thread.nowNs()));
    }

    // messages for one rank

    private void routed(final ControlMessage.Routed message) {
        rank(message.from());
        if (message.flooded() && !seen.add(message)) {
            return;
        }
        if (rank(message.to()) == request.rank()) {
            listener.message(message.from(), message.content());
        } else if (!gone.get(message.to())) {
            forward(message);
        }
    }

    private void forward(final ControlMessage.Routed message) {
        final ControlLink next = message.flooded() ? null : nextHop(message.to());
        if (next == null) {
            seen.add(message);
            final ByteBuffer copy = ControlMessage.routed(message.asFlood());
            // a peer that sends many and reads none must not fill this rank's memory, so these may be lost
            links.values().stream()
                    .filter(link -> !link.isCongested())
                    .toList()
                    .forEach(link -> link.send(copy.duplicate(), thread.nowNs()));
        } else if (!next.isCongested()) {
            next.send(ControlMessage.routed(message), thread.nowNs());
        }
    }

    private ControlLink nextHop(final int to) {
        final int[] reachable =
                links.keySet().stream().mapToInt(Integer::intValue).toArray();
        return links.get(Neighbours.nextHop(request.rank(), to, size, reachable));
    }

    // what the owner wants

    void abort(final byte kind, final String reason) {
        if (!aborted && (phase == Phase.JOINING || phase == Phase.OPEN)) {
            aborted = true;
            tell(ControlMessage.abort(request.rank(), kind, reason));
        }
    }

    void giveUp(final int rank, final String how) {
        if (phase == Phase.OPEN) {
            died(rank, how);
        }
    }

    void send(final int to, final ByteBuffer content) {
        if (phase == Phase.OPEN) {
            routed(new ControlMessage.Routed(request.rank(), to, sequence++, false, content));
        }
    }

    void leave() {
        if (phase == Phase.LEAVING || phase == Phase.CLOSED) {
            return;
        }
        phase = Phase.LEAVING;
        deadlineNs = thread.nowNs() + FAREWELL_NS;
        acceptors.refuse(Greeting.Purpose.CONTROL, request.communicator());
        joining.cancel();
        relinks.cancel();
        tell(ControlMessage.goodbye(request.rank()));
        List.copyOf(links.values()).forEach(ControlLink::finish);
        finishLeaving();
    }

    private void finishLeaving() {
        if (links.isEmpty()) {
            close();
        }
    }

    /** Ends without another word. */
    void close() {
        phase = Phase.CLOSED;
        thread.endTicks(ticker);
        acceptors.refuse(Greeting.Purpose.CONTROL, request.communicator());
        joining.cancel();
        relinks.cancel();
        links.values().forEach(ControlLink::close);
        links.clear();
        joined.completeExceptionally(new TransportException("the endpoint was closed while the ranks connected"));
        closed.complete(null);
    }

    // time

    private void tick() {
        final long nowNs = thread.nowNs();
        switch (phase) {
            case JOINING -> tickJoining(nowNs);
            case OPEN -> {
                relinks.tick(nowNs);
                judge(nowNs);
                listener.tick();
            }
            case LEAVING -> tickLeaving(nowNs);
            case CLOSED -> {}
        }
    }

    private void tickJoining(final long nowNs) {
        joining.tick(nowNs);
        if (joining.isHopeless()) {
            failJoin(new TransportException(cannotConnect("") + joining.missing()));
        } else if (nowNs - deadlineNs >= 0) {
            final String within = " within " + Durations.text(request.timeoutNs());
            failJoin(new CollectiveTimeoutException(cannotConnect(within) + joining.missing()));
        } else {
            judge(nowNs);
        }
    }

    private String cannotConnect(final String within) {
        return "rank " + request.rank() + " of " + size + " cannot connect to all its neighbours" + within + ": ";
    }

    private void tickLeaving(final long nowNs) {
        if (nowNs - deadlineNs >= 0) {
            close();
        }
    }

    private void judge(final long nowNs) {
        for (final ControlLink link : List.copyOf(links.values())) {
            if (nowNs - link.heardNs() >= silenceNs) {
                died(link.peer(), "it has not answered for " + Durations.text(silenceNs));
            } else if (nowNs - link.spokenNs() >= heartbeatNs()) {
                link.beat(nowNs);
            }
        }
    }

    /** Five beats within the silence that counts as death, so that one late beat is no alarm. */
    private long heartbeatNs() {
        return silenceNs / 5;
    }
}
