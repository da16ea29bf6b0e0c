// SPDX-License-Identifier: Apache-2.0
package org.jccl.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * A schedule written as a program: phases one after another, each a few lines repeated round after round. It stores the
 * lines, not the steps. Immutable, any thread.
 *
 * <pre>
 *   Program.of(size)
 *       .once(step -&gt; step.copy(INPUT, rank, 1).into(OUTPUT, rank, 1))
 *       .times(size - 1,
 *           (step, round) -&gt; step.send(OUTPUT, before(rank, round), 1).to(right),
 *           (step, round) -&gt; step.receive(left).into(OUTPUT, before(rank, round + 1), 1))
 *       .build();
 * </pre>
 *
 * <p>Within a phase {@link Step#after} counts from the first step of that phase.
 */
public final class Program implements Schedule {
    /** One line: writes the step that it stands for in that round. */
    @FunctionalInterface
    public interface Line {
        /** Fills the step; rounds count from 0. */
        void write(Step step, int round);
    }

    private final int chunks;
    private final int scratchChunks;
    private final Line[] phases;
    private final int[] starts;

    private Program(final Builder builder) {
        chunks = builder.chunks;
        scratchChunks = builder.scratchChunks;
        phases = builder.phases.toArray(Line[]::new);
        starts = builder.starts.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Begins a program over so many chunks. */
    public static Builder of(final int chunks) {
        return new Builder(chunks);
    }

    @Override
    public int chunks() {
        return chunks;
    }

    @Override
    public int scratchChunks() {
        return scratchChunks;
    }

    @Override
    public int steps() {
        return starts[phases.length];
    }

    @Override
    public void at(final int index, final Step step) {
        final int found = Arrays.binarySearch(starts, index);
        final int phase = found >= 0 ? found : -found - 2;
        phases[phase].write(step, index - starts[phase]);
        step.startAt(starts[phase]);
    }

    /** Collects the phases. Not safe for use by several threads. */
    public static final class Builder {
        private final int chunks;
        private int scratchChunks;
        private final List<Line> phases = new ArrayList<>();
        private final List<Integer> starts = new ArrayList<>(List.of(0));

        private Builder(final int chunks) {
            this.chunks = chunks;
        }

        /** Asks for so many chunks of SCRATCH. */
        public Builder scratch(final int count) {
            scratchChunks = Math.max(scratchChunks, count);
            return this;
        }

        /** A single step. */
        public Builder once(final Consumer<Step> line) {
            return phase(1, (step, round) -> line.accept(step));
        }

        /** A single step, if the condition holds. */
        public Builder onceIf(final boolean condition, final Consumer<Step> line) {
            return condition ? once(line) : this;
        }

        /** So many rounds, in each of them every line once, in order. */
        public Builder times(final int rounds, final Line... lines) {
            final Line[] copy = lines.clone();
            return phase(
                    rounds * copy.length, (step, index) -> copy[index % copy.length].write(step, index / copy.length));
        }

        /** All steps of another schedule, which must be over the same chunks. */
        public Builder then(final Schedule part) {
            if (part.chunks() != chunks) {
                throw new IllegalArgumentException(part.chunks() + " chunks after " + chunks);
            }
            scratch(part.scratchChunks());
            return phase(part.steps(), (step, index) -> part.at(index, step));
        }

        private Builder phase(final int steps, final Line line) {
            if (steps > 0) {
                phases.add(line);
                starts.add(starts.get(starts.size() - 1) + steps);
            }
            return this;
        }

        /** The program. */
        public Program build() {
            return new Program(this);
        }
    }
}
