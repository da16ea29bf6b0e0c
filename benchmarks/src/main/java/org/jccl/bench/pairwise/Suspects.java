// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.pairwise;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Explains bad links by as few ranks as can be. A rank is suspect in sending if at least two and more than half of the links
 * that leave it are bad, and in receiving likewise. Again and again the one that explains most of the bad links takes the
 * blame for them, since it spoils a link of everybody else. What is left are links that are bad alone.
 */
final class Suspects {
    private static final int FEWEST = 2;

    private final List<Link> kind;
    private final Set<Link> bad = new HashSet<>();
    private final List<Suspect> ranks = new ArrayList<>();

    /** Of links that should be equally good. */
    Suspects(final List<Link> kind, final Predicate<Link> isBad) {
        this.kind = kind;
        kind.stream().filter(isBad).forEach(bad::add);
        for (Optional<Suspect> worst = worst(); worst.isPresent(); worst = worst()) {
            final Suspect blamed = worst.get();
            ranks.add(blamed);
            bad.removeIf(blamed::explains);
        }
    }

    /** Whoever takes the blame, whoever explains most first. */
    List<Suspect> ranks() {
        return ranks;
    }

    /** Bad links that no rank explains. */
    List<Link> alone() {
        return kind.stream().filter(bad::contains).toList();
    }

    private Optional<Suspect> worst() {
        return counts().stream()
                .filter(Count::isSuspect)
                .max(Comparator.comparingInt(Count::explained))
                .map(Count::suspect);
    }

    /** The bad links of every rank. */
    private Collection<Count> counts() {
        final TreeMap<Integer, Count> counts = new TreeMap<>();
        for (final Link link : kind) {
            counts.computeIfAbsent(link.from(), Count::new).sending.add(bad.contains(link));
            counts.computeIfAbsent(link.to(), Count::new).receiving.add(bad.contains(link));
        }
        return counts.values();
    }

    /** Both sides of one rank. */
    private static final class Count {
        private final int rank;
        private final Side sending = new Side();
        private final Side receiving = new Side();

        Count(final int rank) {
            this.rank = rank;
        }

        boolean isSuspect() {
            return sending.isSuspect() || receiving.isSuspect();
        }

        int explained() {
            return sending.explained() + receiving.explained();
        }

        Suspect suspect() {
            return new Suspect(rank, sending.isSuspect(), receiving.isSuspect());
        }
    }

    /** The links of one rank in one direction. */
    private static final class Side {
        private int links;
        private int bad;

        void add(final boolean isBad) {
            links++;
            bad += isBad ? 1 : 0;
        }

        boolean isSuspect() {
            return bad >= FEWEST && 2 * bad > links;
        }

        int explained() {
            return isSuspect() ? bad : 0;
        }
    }
}
