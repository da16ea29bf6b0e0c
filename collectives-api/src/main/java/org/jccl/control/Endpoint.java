// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.jccl.error.CollectiveException;
import org.jccl.error.CollectiveTimeoutException;
import org.jccl.error.InvalidUsageException;
import org.jccl.error.TransportException;
import org.jccl.spi.Candidates;
import org.jccl.spi.Connections;
import org.jccl.spi.CoreSettings;
import org.jccl.spi.Durations;
import org.jccl.spi.Greeting;
import org.jccl.spi.Settings;
import org.jccl.spi.Wire;
import org.jccl.spi.Wiring;
import org.jccl.tls.Credentials;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one listening port of a rank, and the one daemon thread behind it. Everything that connects is challenged for the
 * shared secret, then goes to whoever takes connections of its purpose and communicator; strangers are dropped and
 * logged. Several communicators may share an endpoint. Any thread.
 *
 * <p>Settings: {@code port} (0, 7000 or 7000-7100), {@code socket.ifname} (NCCL's grammar), {@code advertise} (what peers
 * dial instead of this machine's addresses), {@code control.silence} (how
 * long a neighbour may say nothing before it counts as dead, 5 s unless said), {@code tls.cert}, {@code tls.key} and
 * {@code tls.ca} (see {@link Credentials}).
 */
public final class Endpoint implements Connections, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Endpoint.class);
    private static final long LEAST_SILENCE_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LONGEST_TICK_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long CLOSE_NS = TimeUnit.SECONDS.toNanos(1);

    private final byte[] token;
    private final Wiring wiring;
    private final Candidates candidates;
    private final ControlThread thread;
    private final Acceptors acceptors = new Acceptors();
    private final StatusDesk desk;
    private final Set<Membership> memberships = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean advised = new AtomicBoolean();
    private final long silenceNs;

    private Endpoint(final Settings settings, final byte[] token, final Candidates candidates, final int port) {
        this.token = token.clone();
        this.wiring = Credentials.wiring(settings);
        this.candidates = candidates;
        this.silenceNs = silenceNs(settings);
        final RunningClock clock = new RunningClock(System::nanoTime, silenceNs / 5);
        final long tickNs = Math.min(LONGEST_TICK_NS, silenceNs / 20);
        this.thread = new ControlThread("jccl-control-" + port, tickNs, clock);
        this.desk = new StatusDesk(thread);
    }

    private static long silenceNs(final Settings settings) {
        final long ns = settings.get(CoreSettings.CONTROL_SILENCE);
        if (ns < LEAST_SILENCE_NS) {
            throw new InvalidUsageException("JCCL_CONTROL_SILENCE=" + Durations.text(ns) + " is too short: below "
                    + Durations.text(LEAST_SILENCE_NS) + " an ordinary pause would count as a death");
        }
        return ns;
    }

    /**
     * Listens at that place.
     *
     * @param token the shared secret, or an empty array: then anyone who reaches the port may take part
     * @throws TransportException if the port is taken; the message says which
     */
    public static Endpoint open(final Settings settings, final byte[] token, final ListenAddress where) {
        final ServerSocketChannel listener = where.listen();
        try {
            final int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
            final Candidates candidates = new Candidates(new SecureRandom().nextLong(), where.published(port));
            final Endpoint endpoint = new Endpoint(settings, token, candidates, port);
            endpoint.begin(listener);
            LOG.info("listening at {}; './jccl status' asks there what this job does", candidates);
            if (where.bound() == null && token.length == 0 && endpoint.wiring == Wiring.PLAIN) {
                warnIfExposed(port);
            }
            return endpoint;
        } catch (final IOException cannot) {
            Sockets.close(listener);
            throw new TransportException("cannot listen: " + cannot.getMessage(), cannot);
        } catch (final RuntimeException refused) {
            Sockets.close(listener);
            throw refused;
        }
    }

    /** Private networks are what jobs without a token are for. */
    private static void warnIfExposed(final int port) {
        LocalInterface.ofMachine().stream()
                .flatMap(one -> one.addresses().stream())
                .filter(PublicAddress::is)
                .findFirst()
                .ifPresent(address -> LOG.warn(
                        "listening on every interface at port {} without a token, {} among them: whoever reaches it may"
                                + " take part; set JCCL_TOKEN, or name one interface with JCCL_SOCKET_IFNAME",
                        port,
                        address.getHostAddress()));
    }

    private void begin(final ServerSocketChannel listener) throws IOException {
        new Reception(thread, listener, candidates.identity(), wiring, token, acceptors).open();
        desk.open(acceptors);
        thread.start();
    }

    @Override
    public Candidates candidates() {
        return candidates;
    }

    /** The best of the addresses at which peers may dial this process. */
    public InetSocketAddress address() {
        return candidates.first();
    }

    @Override
    public byte[] token() {
        return token.clone();
    }

    @Override
    public Wiring wiring() {
        return wiring;
    }

    /** {@link System#nanoTime} as it was a tenth of a second ago at most; costs no look at a clock. */
    public long coarseNs() {
        return thread.coarseNs();
    }

    @Override
    public void accept(final long communicator, final BiConsumer<Greeting, Wire> acceptor) {
        accept(Greeting.Purpose.DATA, communicator, acceptor);
    }

    @Override
    public void refuse(final long communicator) {
        refuse(Greeting.Purpose.DATA, communicator);
    }

    /**
     * As {@link #accept(long, BiConsumer)}, for any purpose. The endpoint has answered {@code ACCEPTED} before the
     * acceptor gets the connection, except for DATA, where the acceptor answers.
     */
    public void accept(
            final Greeting.Purpose purpose, final long communicator, final BiConsumer<Greeting, Wire> acceptor) {
        if (!thread.execute(() -> acceptors.take(purpose, communicator, acceptor))) {
            throw new InvalidUsageException("the endpoint " + candidates + " is closed");
        }
    }

    /** Ends {@link #accept(Greeting.Purpose, long, BiConsumer)}. */
    public void refuse(final Greeting.Purpose purpose, final long communicator) {
        thread.execute(() -> acceptors.refuse(purpose, communicator));
    }

    /** From now on that communicator may be asked about from outside. */
    public void show(final long communicator, final Subject subject) {
        thread.execute(() -> desk.show(communicator, subject));
    }

    /** Ends {@link #show}. */
    public void hide(final long communicator) {
        thread.execute(() -> desk.hide(communicator));
    }

    /**
     * Connects to this rank's neighbours in one communicator. Returns when all of them are connected; the others may
     * still be at it. An interrupt ends the wait and the attempt.
     *
     * @param communicator a number that only this communicator's ranks use, the same on all of them
     * @param rank this rank
     * @param peers by rank, this rank included; their number is the communicator's size
     * @param listener hears of failures, aborts and messages, on the control thread, perhaps before this returns
     * @param timeout within this time it must succeed or fail
     * @throws CollectiveException if not all neighbours answer; the message says which, at what address, what was tried
     */
    public ControlGroup join(
            final long communicator,
            final int rank,
            final Candidates[] peers,
            final ControlListener listener,
            final Duration timeout) {
        return join(communicator, rank, peers, listener, timeout, Duration.ZERO);
    }

    /**
     * As {@link #join(long, int, Candidates[], ControlListener, Duration)}, and connections that break while both ranks live
     * are made anew.
     *
     * @param resume how long that may take; the same on all ranks; zero for not at all
     */
    public ControlGroup join(
            final long communicator,
            final int rank,
            final Candidates[] peers,
            final ControlListener listener,
            final Duration timeout,
            final Duration resume) {
        final JoinRequest request = new JoinRequest(
                communicator,
                rank,
                dialled(rank, peers, !resume.isZero()),
                listener,
                timeout.toNanos(),
                resume.toNanos());
        final Membership membership =
                new Membership(thread, acceptors, wiring, token, request, new Ways(candidates, advised), silenceNs);
        memberships.add(membership);
        membership.closed().thenRun(() -> memberships.remove(membership));
        if (!thread.execute(membership::join)) {
            memberships.remove(membership);
            throw new InvalidUsageException("the endpoint " + candidates + " is closed");
        }
        final ControlGroup group = new ControlGroup(thread, membership, peers.length);
        await(membership, group, timeout);
        LOG.debug("rank {} of {} listens at {}", rank, peers.length, candidates);
        return group;
    }

    /** Names are looked up here, on the caller's thread: the control thread must not wait for a name server. */
    private static Candidates[] dialled(final int rank, final Candidates[] peers, final boolean all) {
        final Candidates[] dialled = peers.clone();
        for (final int peer : Neighbours.of(rank, peers.length)) {
            if (all || peer > rank) {
                dialled[peer] = peers[peer].dialled();
            }
        }
        return dialled;
    }

    private static void await(final Membership membership, final ControlGroup group, final Duration timeout) {
        try {
            // the control thread keeps the deadline; this one only makes sure that the caller gets away
            membership.joined().get(timeout.toNanos() + CLOSE_NS, TimeUnit.NANOSECONDS);
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            group.close();
            throw new CollectiveException("interrupted while the ranks connected", interrupted);
        } catch (final ExecutionException failed) {
            throw (CollectiveException) failed.getCause();
        } catch (final TimeoutException late) {
            group.close();
            throw new CollectiveTimeoutException("the control thread did not run for " + timeout, late);
        }
    }

    /**
     * Leaves all communicators, closes the port and ends the thread; waits a second or two at most. Idempotent, any
     * thread.
     */
    @Override
    public void close() {
        final List<Membership> open = List.copyOf(memberships);
        final boolean running = thread.execute(() -> open.forEach(Membership::leave));
        if (running && !thread.isCurrent()) {
            awaitFarewells(open);
        }
        sever();
    }

    private void awaitFarewells(final List<Membership> open) {
        try {
            CompletableFuture.allOf(open.stream().map(Membership::closed).toArray(CompletableFuture<?>[]::new))
                    .get(CLOSE_NS, TimeUnit.NANOSECONDS);
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (final ExecutionException | TimeoutException late) {
            LOG.debug("at {}: not everyone heard the goodbye in time", candidates);
        }
    }

    /** Ends as a killed process does: every connection closes without a goodbye. */
    void sever() {
        thread.execute(() -> {
            List.copyOf(memberships).forEach(Membership::close);
            acceptors.close();
        });
        thread.stop();
        thread.join(CLOSE_NS);
    }
}
