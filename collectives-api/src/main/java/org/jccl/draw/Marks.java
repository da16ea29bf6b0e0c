// SPDX-License-Identifier: Apache-2.0
package org.jccl.draw;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jccl.schedule.Step;

/** Where on its lane each step that takes or moves something is marked: at the end of its round, side by side. */
final class Marks {
    private record Place(int rank, int round) {}

    private record Key(int rank, int step) {}

    private final Map<Key, Double> positions = new HashMap<>();

    Marks(final Story story, final Lanes lanes) {
        final Map<Place, List<Key>> crowds = new HashMap<>();
        for (int rank = 0; rank < story.shape().size(); rank++) {
            for (int index = 0; index < story.steps(rank); index++) {
                if (isMarked(story.step(rank, index))) {
                    final Place place = new Place(rank, story.round(rank, index));
                    crowds.computeIfAbsent(place, key -> new ArrayList<>()).add(new Key(rank, index));
                }
            }
        }
        crowds.forEach((place, keys) -> {
            // before the first round there is only so much room
            final double room = place.round() == 0 ? lanes.beforeFirstRound() : lanes.roundWidth() / 2;
            final double gap = Math.min(gap(story, keys), room / keys.size());
            for (int i = 0; i < keys.size(); i++) {
                positions.put(keys.get(i), lanes.x(place.round()) - (keys.size() - 1 - i) * gap);
            }
        });
    }

    /** So that the largest of them touch, nearly. */
    private static double gap(final Story story, final List<Key> keys) {
        double gap = 0;
        for (final Key key : keys) {
            gap = Math.max(gap, 2 * radius(story.step(key.rank(), key.step()).kind()) + 2);
        }
        return gap;
    }

    static boolean isMarked(final Step step) {
        return step.kind() != Step.Kind.SEND && step.kind() != Step.Kind.SIGNAL;
    }

    double x(final int rank, final int step) {
        return positions.get(new Key(rank, step));
    }

    /** How far from its middle a mark reaches. */
    static double radius(final Step.Kind kind) {
        return kind == Step.Kind.REDUCE ? 8.5 : 4.5;
    }
}
