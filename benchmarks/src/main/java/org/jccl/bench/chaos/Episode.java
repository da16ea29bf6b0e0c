// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.chaos;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jccl.bench.launch.JavaCommand;
import org.jccl.bench.launch.RankEnvironment;
import org.jccl.bench.launch.RankMain;
import org.jccl.bench.launch.TemporaryFolder;

/**
 * Some ranks as processes, to which things happen one after the other until two are left, and what came of it; some that
 * were killed come back. All is drawn from a seed, but for the moments at which it happens.
 */
final class Episode implements AutoCloseable {
    private static final int FEWEST = 2;
    private static final long CALL_MS = 3_000;
    /** Short of the silence that counts as death by as much as a busy machine needs. */
    private static final long SILENCE_MS = 2_000;

    /** Of setting up and of shrinking; calls have a shorter deadline. */
    private static final long TIMEOUT_MS = 20_000;

    private static final long EPISODE_MS = 180_000;
    private static final String SLOW = "10mbit";
    private static final int SPOILT_WITHIN = 8 << 20;

    private final long seed;
    private final SplittableRandom random;
    private final Ground ground;
    private final String transport;
    private final int ranks;
    private final TemporaryFolder folder;
    private final List<String> command;
    private final String faults;
    private final List<Actor> actors = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    /** Whether connections that break are made anew. */
    private final boolean resumes;

    private int disturbances;
    private int returns;

    Episode(final long seed, final int ranks, final String transport, final Ground ground) throws IOException {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        this.ranks = ranks;
        this.transport = transport;
        this.ground = ground;
        this.resumes = ground.hasLinks() && random.nextBoolean();
        this.folder = TemporaryFolder.create();
        this.command = JavaCommand.of(
                "",
                List.of(
                        RankMain.class.getName(),
                        ChaosRank.class.getName(),
                        Long.toString(seed),
                        Integer.toString(FEWEST),
                        Long.toString(CALL_MS)));
        // in every communicator of the episode: of ranks that each of them has, and beyond what a round sends a peer,
        // or
        // the one that takes a spoilt round up again would meet the same
        this.faults = "seed=" + seed + ",corrupt=rank" + random.nextInt(FEWEST) + "@"
                + (2 * ranks * ChaosRank.MOST_ELEMENTS * Float.BYTES + random.nextInt(SPOILT_WITHIN));
        for (int rank = 0; rank < ranks; rank++) {
            actors.add(new Actor(rank, Integer.toString(rank), process(rank), Actor.Fate.NONE));
        }
    }

    private ProcessBuilder process(final int place) {
        final List<String> whole = new ArrayList<>(ground.prefix(place));
        whole.addAll(command);
        final ProcessBuilder builder = new ProcessBuilder(whole);
        final Map<String, String> environment = builder.environment();
        RankEnvironment.describe(environment, place, ranks, "file://" + folder.path());
        RankEnvironment.openTo(environment, folder.path().resolve("members"));
        environment.put("JCCL_TRANSPORT", transport);
        environment.put("JCCL_TIMEOUT", TIMEOUT_MS + "ms");
        environment.put("JCCL_CONTROL_SILENCE", SILENCE_MS + "ms");
        environment.put("JCCL_CHECKSUM", "crc32c");
        environment.put("JCCL_FAULTS", faults);
        if (resumes) {
            environment.put("JCCL_TCP_RESUME", CALL_MS + "ms");
        }
        ground.describe(environment);
        return builder;
    }

    /** Disturbs until two are left, waits for the end, and judges it. */
    Episode run() throws IOException, InterruptedException {
        final long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(EPISODE_MS);
        while (alive() > FEWEST && !actors.stream().allMatch(Actor::hasBegun) && System.nanoTime() < end) {
            Thread.sleep(100);
        }
        while (alive() > FEWEST && System.nanoTime() < end) {
            Thread.sleep(300 + random.nextInt(2_000));
            disturb();
        }
        for (final Actor actor : actors) {
            final String how = actor.judge(end);
            if (!how.isEmpty()) {
                wrong.add(how);
            }
        }
        return this;
    }

    private long alive() {
        return actors.stream().filter(Actor::isAlive).count();
    }

    private void disturb() throws IOException, InterruptedException {
        final List<Actor> well = actors.stream().filter(Actor::isWell).toList();
        if (well.size() <= FEWEST) {
            return;
        }
        final Actor victim = well.get(random.nextInt(well.size()));
        disturbances++;
        switch (random.nextInt(ground.hasLinks() ? 7 : 3)) {
            case 0 -> pause(victim);
            case 1 -> stop(victim);
            case 2 -> kill(victim);
            case 3 -> flap(victim);
            case 4 -> cutOff(victim);
            case 5 -> reset(victim);
            default -> slowDown(victim);
        }
    }

    /** Shorter than the silence that counts as death: nobody may even notice. */
    private static void pause(final Actor victim) throws IOException, InterruptedException {
        victim.signal("STOP");
        Thread.sleep(SILENCE_MS / 4);
        victim.signal("CONT");
    }

    private static void stop(final Actor victim) throws IOException, InterruptedException {
        victim.meets(Actor.Fate.STOPPED);
        victim.signal("STOP");
        Thread.sleep(3 * SILENCE_MS);
        victim.signal("CONT");
    }

    private void kill(final Actor victim) throws IOException {
        victim.kill();
        if (returns < ranks && random.nextBoolean()) {
            returns++;
            final ProcessBuilder again = process(victim.place());
            RankEnvironment.join(again.environment());
            actors.add(new Actor(victim.place(), victim.place() + " again", again, Actor.Fate.RETURNED));
        }
    }

    /** As {@link #pause}: the connections outlive it. */
    private void flap(final Actor victim) throws IOException, InterruptedException {
        ground.cut(victim.place());
        Thread.sleep(SILENCE_MS / 4);
        ground.heal(victim.place());
    }

    private void cutOff(final Actor victim) throws IOException, InterruptedException {
        victim.meets(Actor.Fate.CUT_OFF);
        ground.cut(victim.place());
        Thread.sleep(3 * SILENCE_MS);
        ground.heal(victim.place());
    }

    /** Connections that are made anew are nobody's loss; of others each end takes the other for dead. */
    private void reset(final Actor victim) throws IOException, InterruptedException {
        if (!resumes) {
            victim.meets(Actor.Fate.CUT_OFF);
            actors.forEach(Actor::meetsDoubt);
        }
        ground.reset(victim.place());
    }

    /** All wait for the slow one, and nobody may be lost. */
    private void slowDown(final Actor victim) throws IOException, InterruptedException {
        ground.shape(victim.place(), SLOW);
        Thread.sleep(SILENCE_MS / 2);
        ground.shape(victim.place(), PretendedHosts.RATE);
    }

    /** What went wrong, with the end of what the ranks said; empty if nothing did. */
    String wrong() {
        if (wrong.isEmpty()) {
            return "";
        }
        final StringBuilder text = new StringBuilder("seed " + seed + ": " + String.join("; ", wrong));
        actors.forEach(actor -> text.append(actor.lastWords()));
        return text.toString();
    }

    /** How many lines of the ranks begin with that. */
    long count(final String beginning) {
        return actors.stream().mapToLong(actor -> actor.count(beginning)).sum();
    }

    int disturbances() {
        return disturbances;
    }

    @Override
    public void close() throws IOException {
        actors.forEach(Actor::close);
        folder.close();
    }
}
