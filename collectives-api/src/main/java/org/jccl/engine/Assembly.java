// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jccl.bootstrap.Door;
import org.jccl.bootstrap.Rendezvous;
import org.jccl.control.Question;
import org.jccl.error.InvalidUsageException;
import org.jccl.error.TransportException;
import org.jccl.observe.ConnectEvent;
import org.jccl.observe.FlightRecorder;
import org.jccl.observe.LatencyStatistics;
import org.jccl.schedule.Groups;
import org.jccl.simulate.FaultPlan;
import org.jccl.simulate.FaultyTransport;
import org.jccl.spi.CommunicatorNumber;
import org.jccl.spi.CoreSettings;
import org.jccl.spi.Transport;
import org.jccl.spi.TransportContext;
import org.jccl.spi.TransportProvider;
import org.jccl.spi.Waiter;
import org.jccl.topology.Topology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts a communicator together: opens transports, meets the other ranks in one exchange, connects. Used once. */
final class Assembly {
    private static final Logger LOG = LoggerFactory.getLogger(Assembly.class);

    private final CommunicatorOptions options;
    private final ControlPlane control;
    private final Waiter waiter = new Waiter();
    private final List<Transport> transports = new ArrayList<>();
    private long number;
    private BlackBox record;
    private long resumeNs;

    Assembly(final CommunicatorOptions options, final ControlPlane control) {
        this.options = options;
        this.control = control;
    }

    /** Builds, or gives back everything that was opened and throws. */
    DefaultCommunicator build(final int rank, final int size, final Rendezvous rendezvous) {
        final ConnectEvent event = Journal.connecting();
        try {
            final DefaultCommunicator built = assemble(rank, size, rendezvous);
            Journal.connected(event, options.name(), rank, size, null);
            return built;
        } catch (final RuntimeException | Error failed) {
            Journal.connected(event, options.name(), rank, size, failed.getMessage());
            transports.forEach(Transport::close);
            waiter.close();
            control.close();
            if (record != null) {
                record.close();
            }
            throw failed;
        }
    }

    private DefaultCommunicator assemble(final int rank, final int size, final Rendezvous rendezvous) {
        final String tuning = rank == 0 ? read(options.settings().get(CoreSettings.TUNING)) : "";
        // a mistake in these is worth an exception before anyone is met
        AlgorithmChoice.parse(options.rules(), tuning);
        RecordSignal.check(options.settings());
        final String host = Host.identity(options.settings());
        final String who = options.on(rank, size);
        open(rank, size, host);
        final List<Introduction> introductions = introduce(rank, size, host, rendezvous, tuning);
        connect(introductions);
        final Links links = new Links(size, transports, options.traffic().links(identities(introductions)));
        requireAllReached(who, rank, introductions, links);
        final Topology topology = topology(introductions);
        final Groups groups = topology.groups();
        final Membership membership = new Membership(rank, introductions, number, topology, links);
        LOG.debug("{}: {}", who, topology);
        // by where they are, not by what they use to reach each other: they share cores all the same
        final long neighbours = introductions.stream()
                .filter(introduction -> introduction.host().equals(host))
                .count();
        final boolean oversubscribed = neighbours > Runtime.getRuntime().availableProcessors();
        final Inquiries inquiries = new Inquiries(who, rank, size, control::send);
        final FailureTexts texts = new FailureTexts(options.name(), rank, size, membership::name, control::abort);
        final FlightRecorder recorder = new FlightRecorder(size, control::coarseNs);
        final Journal journal =
                new Journal(options.name(), rank, options.settings().get(CoreSettings.STRAGGLER));
        final JobClock clock = new JobClock(rank);
        final ProgressDomain domain = new ProgressDomain(
                links,
                waiter,
                oversubscribed,
                texts,
                inquiries,
                recorder,
                journal,
                clock,
                new RightOfWay(options.traffic(), options.name(), links),
                size);
        final Survivors survivors = new Survivors(who, rank, size, options.timeoutNs(), control::send, control::giveUp);
        record = new BlackBox(options, membership, recorder, domain.troubles());
        final LinkMeter meter = new LinkMeter(links, size);
        final LatencyStatistics latencies = new LatencyStatistics(size);
        final SelfReport self = new SelfReport(domain.troubles(), recorder, latencies, meter);
        final Surveys surveys = new Surveys(who, rank, size, control::send, question -> answer(question, self, record));
        control.join(
                membership,
                new News(membership, domain, inquiries, survivors, surveys, meter),
                new Overview(options.name(), membership, surveys),
                options);
        final Door door = control.door(membership, options.name());
        final Introduction first = introductions.get(0);
        final boolean loud = !options.settings().get(CoreSettings.DEBUG).isEmpty();
        final AlgorithmChoice choice = new AlgorithmChoice(
                who, topology.reach(), groups, AlgorithmChoice.parse(first.rules(), first.tuning()), loud);
        final Planner planner = new Planner(rank, size, groups, choice, first.slabBytes() * size);
        final PlanCache plans = new PlanCache(planner, links, first.summed(), links::allocate);
        final boolean mayBeDirect = first.direct() && !first.summed();
        return new DefaultCommunicator(
                membership, domain, plans, choice, control, door, survivors, record, self, mayBeDirect, options);
    }

    private static byte[] answer(final Question question, final SelfReport self, final BlackBox record) {
        return question == Question.STATUS
                ? self.status().encode()
                : record.text().getBytes(StandardCharsets.UTF_8);
    }

    private void open(final int rank, final int size, final String host) {
        final TransportContext context = new TransportContext(
                rank,
                size,
                () -> number,
                host,
                options.timeoutNs(),
                waiter,
                control.connections(),
                options.settings(),
                () -> resumeNs);
        final FaultPlan faults = FaultPlan.parse(options.settings().get(CoreSettings.FAULTS));
        for (final TransportProvider provider : Transports.wanted(options.transport())) {
            final Transport transport = size > 1 ? open(provider, context) : null;
            if (transport != null) {
                transports.add(faults.isEmpty() ? transport : FaultyTransport.wrap(transport, context, faults));
            }
        }
    }

    /** Where nobody asked for it by name, one that does not open is done without, by the others too: it has no address. */
    private Transport open(final TransportProvider provider, final TransportContext context) {
        try {
            return provider.open(context);
        } catch (final TransportException cannot) {
            if (!Transports.isAuto(options.transport())) {
                throw cannot;
            }
            LOG.warn(
                    "{}: does without {}: {}",
                    options.on(context.rank(), context.size()),
                    provider.name(),
                    cannot.getMessage());
            return null;
        }
    }

    private List<Introduction> introduce(
            final int rank, final int size, final String host, final Rendezvous rendezvous, final String tuning) {
        final Map<String, byte[]> addresses = new LinkedHashMap<>();
        for (final Transport transport : transports) {
            addresses.put(transport.name(), transport.address());
        }
        final Introduction mine = new Introduction(
                new SecureRandom().nextLong(),
                host,
                Host.process(),
                Host.name() + ", process " + ProcessHandle.current().pid(),
                control.address(),
                options.rules(),
                tuning,
                options.settings().get(CoreSettings.SLAB),
                options.settings().get(CoreSettings.CHECKSUM),
                options.settings().get(CoreSettings.TCP_RESUME),
                options.settings().get(CoreSettings.GPU_DIRECT),
                addresses);
        final List<byte[]> all = rendezvous.allGather(mine.encode(), rank, size, Duration.ofNanos(options.timeoutNs()));
        if (all.size() != size) {
            throw new TransportException(
                    "the rendezvous gave what " + all.size() + " ranks say, but there are " + size + " ranks");
        }
        Edition.requireOne(all);
        number = CommunicatorNumber.of(all);
        final List<Introduction> introductions = new ArrayList<>();
        for (int other = 0; other < size; other++) {
            introductions.add(Introduction.decode(other, all.get(other)));
        }
        resumeNs = introductions.get(0).resumeNs();
        return introductions;
    }

    private static String read(final String tuningFile) {
        try {
            return tuningFile.isEmpty() ? "" : Files.readString(Path.of(tuningFile));
        } catch (final IOException | InvalidPathException unreadable) {
            throw new InvalidUsageException(
                    "the table of algorithms " + tuningFile + " (setting tuning) cannot be read: " + unreadable,
                    unreadable);
        }
    }

    /** The quickest transport takes the ranks it reaches, the next ones the rest; both ends decide alike. */
    private void connect(final List<Introduction> introductions) {
        final boolean[] reached = new boolean[introductions.size()];
        for (final Transport transport : transports) {
            final byte[][] addresses = new byte[reached.length][];
            for (int rank = 0; rank < reached.length; rank++) {
                addresses[rank] = reached[rank]
                        ? null
                        : introductions.get(rank).addresses().get(transport.name());
            }
            transport.connect(addresses);
            for (int rank = 0; rank < reached.length; rank++) {
                reached[rank] |= transport.reaches(rank);
            }
        }
    }

    /** What tells ranks apart, in whatever communicator they meet: where they listen. */
    private static List<String> identities(final List<Introduction> introductions) {
        return introductions.stream()
                .map(who -> who.host() + ' ' + who.process() + ' ' + who.control())
                .toList();
    }

    private static void requireAllReached(
            final String who, final int rank, final List<Introduction> introductions, final Links links) {
        for (int peer = 0; peer < introductions.size(); peer++) {
            if (peer != rank && links.carrier(peer) == null) {
                throw new TransportException("no transport reaches rank " + peer + " on "
                        + introductions.get(peer).where() + ": it has "
                        + introductions.get(peer).addresses().keySet() + ", this rank on "
                        + introductions.get(rank).where() + " has "
                        + introductions.get(rank).addresses().keySet());
            }
            LOG.debug("{}: reaches rank {} by {}", who, peer, links.carrier(peer));
        }
    }

    /** Who sits together, as far as they use it: ranks that have no transport for memory count as hosts of their own. */
    private static Topology topology(final List<Introduction> introductions) {
        final List<String> hosts = new ArrayList<>();
        final List<String> processes = new ArrayList<>();
        for (int rank = 0; rank < introductions.size(); rank++) {
            final Introduction who = introductions.get(rank);
            final boolean threads = who.addresses().containsKey("local");
            final boolean sharing = threads || who.addresses().containsKey("shm");
            hosts.add(sharing ? who.host() : "rank " + rank);
            processes.add(threads ? who.process() : "rank " + rank);
        }
        return Topology.of(hosts, processes);
    }
}
