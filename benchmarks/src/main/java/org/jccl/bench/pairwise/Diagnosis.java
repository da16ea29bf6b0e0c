// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.pairwise;

import java.util.ArrayList;
import java.util.List;
import org.jccl.bench.measure.Expectation;

/**
 * What the links of a run come to: whether they carry what is expected of them, and which of them, or of the ranks, stand
 * out from the others of their kind. Immutable.
 */
public final class Diagnosis {
    private final Links links;
    private final List<Standard> standards = new ArrayList<>();

    /**
     * Looks at all links.
     *
     * @param expected of the links between hosts, or if there is one host only of all; null if nothing is
     */
    public Diagnosis(final Links links, final Expectation expected) {
        this.links = links;
        final boolean network = links.hosts() > 1;
        links.kinds().forEach((kind, some) -> {
            final boolean judged = some.get(0).betweenHosts() == network;
            // what the network is judged by goes first
            standards.add(judged ? 0 : standards.size(), Standard.of(kind, some, judged ? expected : null));
        });
    }

    /** Whether a link carries less than what is expected of it. */
    public boolean failed() {
        return standards.stream().anyMatch(standard -> !standard.missing().isEmpty());
    }

    Links links() {
        return links;
    }

    List<Standard> standards() {
        return standards;
    }

    /** What a link is measured by. */
    Standard of(final Link link) {
        return standards.stream()
                .filter(standard -> standard.kind().equals(link.kind()))
                .findFirst()
                .orElseThrow();
    }

    /** Whether its bandwidth is to be marked. */
    boolean isSlow(final Link link) {
        final Standard standard = of(link);
        return standard.misses(link) || standard.standsOut(link);
    }

    /** Whether its latency is to be marked. */
    boolean isLate(final Link link) {
        return of(link).isLate(link);
    }

    /** Pairs with something to be marked. */
    List<Pair> doubtful() {
        return links.all().stream()
                .filter(link -> isSlow(link) || isLate(link))
                .map(link -> Pair.of(link.from(), link.to()))
                .distinct()
                .toList();
    }

    /** The result, kind by kind. */
    public List<String> sentences() {
        final Sentences sentences = new Sentences(links);
        return standards.stream()
                .flatMap(standard -> sentences.about(standard).stream())
                .toList();
    }

    /** Why a collective over these links is slow. */
    public List<String> explanation() {
        final List<String> all = new ArrayList<>(sentences());
        if (!failed()) {
            all.add("by itself every link carries what is expected, so something else slows the collective down: "
                    + "small sizes, few cores, its algorithm, or what the links share");
        }
        return all;
    }
}
