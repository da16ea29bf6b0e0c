// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jccl.CollectiveRequest;
import org.jccl.Communicator;
import org.jccl.DataType;
import org.jccl.Priority;
import org.jccl.Recovery;
import org.jccl.bootstrap.Door;
import org.jccl.buffer.Accelerator;
import org.jccl.buffer.BufferView;
import org.jccl.buffer.RegisteredMemory;
import org.jccl.error.InvalidUsageException;
import org.jccl.observe.LatencyKind;
import org.jccl.observe.LatencyReport;
import org.jccl.observe.LatencyStatistics;
import org.jccl.observe.RankStatus;
import org.jccl.spi.CoreSettings;
import org.jccl.traffic.Traffic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The communicator: checked calls become operations of its progress domain. */
final class DefaultCommunicator extends CollectiveCalls {
    private static final Logger LOG = LoggerFactory.getLogger(DefaultCommunicator.class);

    /** Rounds of agreement that one meeting may take. */
    private static final int ROUNDS = 1 << 16;
    /** Of those that entered last, more than anybody looks at. */
    private static final int MOST_LAST = 8;
    /** It travels in every status. */
    private static final int LONGEST_TAG = 64;

    private final Membership membership;
    private final ProgressDomain domain;
    private final PlanCache plans;
    private final AlgorithmChoice algorithms;
    private final KernelCache kernels = new KernelCache();
    private final Directness directness;
    private final ControlPlane control;
    private final Door door;
    private final Survivors survivors;
    private final BlackBox record;
    private final SelfReport self;
    private final LatencyStatistics latencies;
    private int shrinks;
    private int growths;

    private final CommunicatorOptions options;
    private final Manner manner;
    private final boolean recordsSites;
    /** The operation of the previous blocking call, to be used again. */
    private final AtomicReference<Operation> spare = new AtomicReference<>();

    private final ThreadLocal<GroupRequest> group = new ThreadLocal<>();
    /** How many threads have a group open: while there is none, calls need not look for theirs. */
    private final AtomicInteger groups = new AtomicInteger();

    private final AtomicBoolean closed = new AtomicBoolean();

    DefaultCommunicator(
            final Membership membership,
            final ProgressDomain domain,
            final PlanCache plans,
            final AlgorithmChoice algorithms,
            final ControlPlane control,
            final Door door,
            final Survivors survivors,
            final BlackBox record,
            final SelfReport self,
            final boolean mayBeDirect,
            final CommunicatorOptions options) {
        super(new CallChecks(membership.rank(), membership.size()));
        this.membership = membership;
        this.domain = domain;
        this.plans = plans;
        this.algorithms = algorithms;
        this.control = control;
        this.door = door;
        this.survivors = survivors;
        this.record = record;
        this.self = self;
        this.latencies = self.latencies();
        this.directness = new Directness(this, membership.links(), mayBeDirect);
        this.options = options;
        this.manner = Manner.within(options.timeoutNs());
        this.recordsSites = options.settings().get(CoreSettings.CALL_SITES);
    }

    @Override
    public int rank() {
        return membership.rank();
    }

    @Override
    public int size() {
        return membership.size();
    }

    @Override
    public String name() {
        return options.name();
    }

    @Override
    public String transport(final int peer) {
        checks.requirePeer(peer);
        return membership.links().carrier(peer);
    }

    @Override
    public String algorithm(final String collective, final long sizeBytes, final boolean inPlace) {
        return algorithms.nameFor(collective, sizeBytes, inPlace);
    }

    @Override
    public String explain(final String collective, final long sizeBytes, final boolean inPlace) {
        return algorithms.explain(collective, sizeBytes, inPlace);
    }

    @Override
    public String flightRecord() {
        return record.text();
    }

    @Override
    public RankStatus status() {
        return self.status();
    }

    @Override
    public List<LatencyReport> latencies() {
        return latencies.reports(MOST_LAST);
    }

    @Override
    public Traffic traffic() {
        return options.traffic();
    }

    // ---- operations ----

    @Override
    Operation blocking() {
        if (openGroup() != null) {
            throw new InvalidUsageException("a blocking call within a group would wait for itself; use the Async form");
        }
        final Operation used = spare.getAndSet(null);
        return used != null && isAlive() ? used : newOperation();
    }

    @Override
    Operation newOperation() {
        requireAlive();
        return new Operation(domain);
    }

    private boolean isAlive() {
        return domain.failure() == null;
    }

    private void requireAlive() {
        if (closed.get()) {
            throw new InvalidUsageException("communicator '" + name() + "' is closed");
        }
        final Failure failure = domain.failure();
        if (failure != null) {
            throw failure.toException();
        }
    }

    @Override
    void run(final Operation operation) {
        run(operation, manner);
    }

    void run(final Operation operation, final Manner how) {
        domain.run(prepare(operation, how));
        operation.check();
        spare.setRelease(operation);
    }

    @Override
    CollectiveRequest start(final Operation operation) {
        return start(operation, manner);
    }

    CollectiveRequest start(final Operation operation, final Manner how) {
        prepare(operation, how);
        if (recordsSites) {
            operation.recordSite();
        }
        final GroupRequest open = openGroup();
        if (open != null) {
            open.add(operation);
        } else {
            domain.submit(operation);
        }
        return operation;
    }

    private Operation prepare(final Operation operation, final Manner how) {
        final Call call = operation.call().in(how);
        if (operation.isPlanned()) {
            return operation.prepareAgain(how.timeoutNs());
        }
        final Accelerator offered = call.offeredDevice();
        call.runOn(offered != null && directness.serves(call, offered) ? offered : null);
        final PlanCache.Entry entry = plans.find(call);
        final LatencyKind kind = LatencyKind.of(call.collective(), call.sizeBytes(), entry.carrier(), how.tag());
        return operation.prepare(
                entry, kernels.of(call), latencies.of(kind), domain.way().outflow(how.tag()), how.timeoutNs());
    }

    /**
     * An all-gather of the library's own, before the call that needs to know; also while a group is open. Urgent, so that calls of
     * different priority, which threads make in any order, do not come to it in different places.
     */
    void exchange(final byte[] mine, final byte[] all) {
        final Operation operation = newOperation();
        checks.allGather(operation.call(), BufferView.of(mine, DataType.UINT8), BufferView.of(all, DataType.UINT8));
        operation.call().mark(Fingerprint.AGREEMENT);
        domain.run(prepare(operation, manner.priority(Priority.URGENT)));
        operation.check();
    }

    @Override
    public Communicator timeout(final Duration deadline) {
        return view(manner.timeout(CommunicatorOptions.requirePositive(deadline).toNanos()));
    }

    @Override
    public Communicator priority(final Priority priority) {
        return view(manner.priority(priority));
    }

    @Override
    public Communicator tag(final String tag) {
        return view(manner.tag(tag));
    }

    /** The same, whose calls are made in that manner. */
    Communicator view(final Manner how) {
        if (how.priority() == null) {
            throw new InvalidUsageException("priority is null; give Priority.ORDINARY or Priority.URGENT");
        }
        if (how.tag() == null || how.tag().length() > LONGEST_TAG) {
            throw new InvalidUsageException("a tag is a name of up to " + LONGEST_TAG + " characters");
        }
        return new CommunicatorView(this, how);
    }

    @Override
    public void group(final Runnable submissions) {
        gather(submissions).run(domain);
    }

    @Override
    public CollectiveRequest groupAsync(final Runnable submissions) {
        final GroupRequest request = gather(submissions);
        request.submit(domain);
        return request;
    }

    private GroupRequest gather(final Runnable submissions) {
        requireAlive();
        if (submissions == null) {
            throw new InvalidUsageException("submissions is null");
        }
        if (openGroup() != null) {
            throw new InvalidUsageException("groups cannot be nested");
        }
        final GroupRequest request = new GroupRequest();
        groups.incrementAndGet();
        group.set(request);
        try {
            submissions.run();
        } finally {
            group.remove();
            groups.decrementAndGet();
        }
        return request.bundle(this::carry);
    }

    /** The operation that carries out a bundle. */
    private Operation carry(final Bundle bundle) {
        final Operation operation = newOperation();
        operation.call().over(bundle);
        return prepare(operation, bundle.manner()).standFor(bundle.members());
    }

    private GroupRequest openGroup() {
        return groups.get() == 0 ? null : group.get();
    }

    // ---- memory and other communicators ----

    @Override
    public RegisteredMemory allocate(final long bytes) {
        requireAlive();
        if (bytes < 1) {
            throw new InvalidUsageException("cannot allocate " + bytes + " bytes");
        }
        return membership.links().allocate(bytes);
    }

    @Override
    public Communicator split(final int color, final int key) {
        requireAlive();
        if (color < -1) {
            throw new InvalidUsageException("color " + color + " is negative; -1 means to be in none");
        }
        return new Split(this, color, key).communicator(options, control);
    }

    @Override
    public synchronized Communicator shrink() {
        if (closed.get()) {
            throw new InvalidUsageException("communicator '" + name() + "' is closed");
        }
        if (domain.failure() == null) {
            throw new InvalidUsageException("nothing has failed on '" + name()
                    + "'; shrink() is for what is left after a failure, and split() divides what is whole");
        }
        final long completed = domain.completedCollectives();
        if (completed < 0) {
            throw new InvalidUsageException("thread " + domain.owner() + " is held up inside a call on '" + name()
                    + "', in an operator say; shrink() needs it to return first");
        }
        return new Shrink(options, control, survivors, rank(), size(), shrinks++ * ROUNDS).communicator(completed);
    }

    @Override
    public Communicator grow(final int least) {
        return grow(least, manner.timeoutNs());
    }

    synchronized Communicator grow(final int least, final long deadlineNs) {
        requireAlive();
        if (least < 0) {
            throw new InvalidUsageException("grow(" + least + "): a number of newcomers is 0 or more");
        }
        if (door == null) {
            throw new InvalidUsageException("nobody can join '" + name()
                    + "': built for one rank, it listens nowhere; set JCCL_PORT to have it listen");
        }
        // numbers of their own: a failure may end this on some ranks before others have come to it
        final int firstRound = Integer.MIN_VALUE + growths++ * ROUNDS;
        return new Growth(this, options, control, survivors, door, firstRound).communicator(least, deadlineNs);
    }

    /** How many collectives have been begun in all. */
    long collectives() {
        return domain.collectives();
    }

    @Override
    public Recovery recovery() {
        return options.recovery();
    }

    // ---- the end ----

    @Override
    public void abort(final String reason) {
        domain.fail(Failure.of(
                Failure.Kind.ABORTED, "rank " + rank() + " aborted '" + name() + "': " + String.valueOf(reason)));
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            control.leave();
            final boolean quiet = domain.close(
                    Failure.of(Failure.Kind.ABORTED, "communicator '" + name() + "' was closed meanwhile"));
            if (quiet) {
                plans.close();
            } else {
                LOG.warn("{}: {} has not left it; its links and scratch memory stay open", this, domain.owner());
            }
            control.close();
            record.close();
        }
    }

    @Override
    public String toString() {
        return "communicator '" + name() + "', rank " + rank() + " of " + size();
    }
}
