// SPDX-License-Identifier: Apache-2.0
package org.jccl.traffic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jccl.error.InvalidUsageException;
import org.jccl.error.TransportException;
import org.jccl.spi.CoreSettings;
import org.jccl.spi.Rates;
import org.jccl.spi.Settings;

/**
 * What one rank sends over wires, in all communicators that come of one: at which rates, and in which shares. Said by the
 * settings {@code cap} and {@code weight} at first, and changed here while all goes on. Any thread.
 *
 * <p>Both are lists of rules: a value for the rank as a whole, {@code 1Gbit}, and others for what has a name, {@code
 * tag:checkpoint:200Mbit}, {@code communicator:world/1:3}, {@code link:3:100Mbit}. A rank's number is that in the communicator
 * that was built. What crosses no wire, from process to process of one host say, is neither counted nor held up.
 */
public final class Traffic {
    private static final long MOST_WEIGHT = 1000;

    private final Meeting meeting;
    private final Map<String, Bucket> buckets = new HashMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<Sender> senders = new ArrayList<>();
    private Rules<Long> caps;
    private Rules<Long> weights;
    /** Whether some rate is not to be exceeded. */
    private volatile boolean capped;

    private Traffic(final Meeting meeting) {
        this.meeting = meeting;
    }

    /**
     * Of a rank with these settings.
     *
     * @throws InvalidUsageException if they make no sense; the message says what would
     */
    public static Traffic of(final Settings settings) {
        final Traffic traffic = new Traffic(new Meeting(
                settings.value(CoreSettings.HOST_BUDGET).map(HostBudget::parse).orElse(null)));
        traffic.cap(settings.get(CoreSettings.CAP));
        traffic.weigh(settings.get(CoreSettings.WEIGHT));
        return traffic;
    }

    /**
     * Sets the rates at which this rank sends, in place of those before; the next bytes go by them.
     *
     * @param rules rates as in {@code 200Mbit,tag:checkpoint:50Mbit}; empty for none
     * @throws InvalidUsageException if they cannot be read; the message says what would be
     */
    public synchronized void cap(final String rules) {
        caps = Rules.parse("cap", rules, Traffic::rate, "200Mbit");
        capped = !caps.values().isEmpty();
        buckets.forEach((subject, bucket) -> bucket.rate(caps.of(subject, 0L)));
    }

    private static Long rate(final String text) {
        final Long rate = Rates.parse(text);
        return rate == null || rate == 0 ? null : rate;
    }

    /** The rates at which this rank sends, as they were given. */
    public synchronized String caps() {
        return caps.text();
    }

    /**
     * Sets the shares of what links take while several want more, in place of those before: 3 is thrice that of 1, which is
     * that of all that no rule names. Those of a tag go before those of its communicator, and these before the rank's, which
     * counts beside those of other jobs that share a budget of the host.
     *
     * @param rules shares from 1 to 1000, as in {@code tag:gradients:3}; empty for equal ones
     * @throws InvalidUsageException if they cannot be read; the message says what would be
     */
    public synchronized void weigh(final String rules) {
        final Rules<Long> read = Rules.parse("weight", rules, Traffic::weight, "3");
        if (read.values().keySet().stream().anyMatch(subject -> subject.startsWith("link:"))) {
            throw new InvalidUsageException("weight='" + rules + "': links share nothing; name tags or communicators");
        }
        weights = read;
        senders.forEach(this::weigh);
    }

    private void weigh(final Sender sender) {
        long weight = weights.of(Rules.RANK, 1L);
        weight = weights.of(Rules.communicator(sender.communicator()), weight);
        sender.weight(weights.of(Rules.tag(sender.tag()), weight));
    }

    private static Long weight(final String text) {
        try {
            final long weight = Long.parseLong(text.trim());
            return weight < 1 || weight > MOST_WEIGHT ? null : weight;
        } catch (final NumberFormatException none) {
            return null;
        }
    }

    /** The shares, as they were given. */
    public synchronized String weights() {
        return weights.text();
    }

    /** Whether there is nothing to heed, and nobody to tell. */
    public boolean isFree() {
        return !capped && meeting.isAlone();
    }

    /**
     * One more that sends.
     *
     * @param communicator its name
     * @param tag under which its calls are made, or empty
     * @throws TransportException if the jobs of this host cannot meet; the message says why
     */
    public synchronized Sender join(final String communicator, final String tag) {
        final Meeting.Place place = meeting.enter();
        final List<Bucket> heeded = List.of(
                place.table().budget(),
                bucket(Rules.RANK),
                bucket(Rules.communicator(communicator)),
                bucket(Rules.tag(tag)));
        final Sender sender = new Sender(communicator, tag, heeded, place, this::left);
        senders.add(sender);
        weigh(sender);
        return sender;
    }

    private synchronized void left(final Sender sender) {
        senders.remove(sender);
        meeting.leave(sender.row());
    }

    private Bucket bucket(final String subject) {
        return buckets.computeIfAbsent(subject, unseen -> {
            final Bucket bucket = Bucket.alone();
            bucket.rate(caps.of(subject, 0L));
            return bucket;
        });
    }

    /**
     * The links of a communicator, by rank.
     *
     * @param peers what tells its ranks from all others, in their order; those that are met first are known by their rank
     */
    public synchronized List<LinkCap> links(final List<String> peers) {
        for (int rank = 0; rank < peers.size(); rank++) {
            numbers.putIfAbsent(peers.get(rank), rank);
        }
        return peers.stream()
                .map(peer -> new LinkCap(bucket(Rules.link(numbers.get(peer)))))
                .toList();
    }
}
