// SPDX-License-Identifier: Apache-2.0
package org.jccl.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Set;
import org.jccl.CollectiveRequest;
import org.jccl.Communicator;
import org.jccl.Priority;
import org.jccl.ReduceOp;
import org.jccl.buffer.BufferView;
import org.jccl.error.InvalidUsageException;
import org.junit.jupiter.api.Test;

/** What is held back for its rate or share holds back nothing else, and goes on when it may. */
interface TrafficContract extends OverTransport {
    /** Of what no wire is crossed by, nothing is held back. */
    Set<String> WITHOUT_WIRES = Set.of("local", "shm");
    /** At a megabit a second it would take minutes. */
    String ALMOST_NOTHING = "1Mbit";

    int LARGE = 2 << 20;

    private static CollectiveRequest reduce(final Communicator communicator, final float[] values) {
        final BufferView view = BufferView.of(values);
        return communicator.allReduceAsync(view, view, ReduceOp.SUM);
    }

    private static float[] ones() {
        final float[] values = new float[LARGE];
        Arrays.fill(values, 1);
        return values;
    }

    private static void sumSmall(final Communicator communicator) {
        for (int round = 0; round < 50; round++) {
            final float[] values = {round};
            communicator.allReduce(values, ReduceOp.SUM);
            assertThat(values).containsExactly(round * communicator.size());
        }
    }

    private static boolean crossesWire(final Communicator communicator) {
        return !WITHOUT_WIRES.contains(communicator.transport((communicator.rank() + 1) % communicator.size()));
    }

    /** A sum that is held back until all ranks have got past something else. */
    private static void holdUp(
            final Communicator held, final String cap, final Communicator other, final Communicator end) {
        final float[] values = ones();
        held.traffic().cap(cap);
        final CollectiveRequest request = reduce(held, values);
        sumSmall(other);
        if (crossesWire(held)) {
            assertThat(request.isDone()).isFalse();
        }
        end.barrier();
        held.traffic().cap("");
        request.await();
        assertThat(values).containsOnly(held.size());
    }

    @Test
    default void shouldHoldUpOneCommunicatorAndNoOther() {
        spawn(2, world -> {
            try (Communicator part = world.split(0, world.rank())) {
                holdUp(part, "communicator:world/0:" + ALMOST_NOTHING, world, world);
            }
        });
    }

    @Test
    default void shouldHoldUpATagButNotWhatIsUrgent() {
        spawn(3, world -> {
            final Communicator urgent = world.priority(Priority.URGENT);
            holdUp(world.tag("checkpoint"), "tag:checkpoint:" + ALMOST_NOTHING, urgent, urgent);
        });
    }

    @Test
    default void shouldHoldUpARankButNotWhatIsUrgent() {
        spawn(3, world -> {
            final Communicator urgent = world.priority(Priority.URGENT);
            holdUp(world, world.rank() == 1 ? ALMOST_NOTHING : "", urgent, urgent);
        });
    }

    @Test
    default void shouldHoldUpOneLinkAndNoOther() {
        spawn(3, world -> {
            final float[] values = ones();
            final Communicator urgent = world.priority(Priority.URGENT);
            if (world.rank() == 0) {
                world.traffic().cap("link:1:" + ALMOST_NOTHING);
                final CollectiveRequest held = world.sendAsync(BufferView.of(values), 1);
                world.send(BufferView.of(values), 2);
                if (crossesWire(world)) {
                    assertThat(held.isDone()).isFalse();
                }
                urgent.barrier();
                world.traffic().cap("");
                held.await();
            } else {
                final float[] received = new float[LARGE];
                final CollectiveRequest request = world.receiveAsync(BufferView.of(received), 0);
                urgent.barrier();
                request.await();
                assertThat(Arrays.equals(received, values)).isTrue();
            }
        });
    }

    @Test
    default void shouldDoAllAtARateAndInShares() {
        spawn(3, world -> {
            world.traffic().cap("1Gbit");
            world.traffic().weigh("tag:heavy:3");
            final float[][] all = {ones(), ones(), ones()};
            final CollectiveRequest heavy = reduce(world.tag("heavy"), all[0]);
            final CollectiveRequest light = reduce(world, all[1]);
            reduce(world.priority(Priority.URGENT), all[2]).await();
            heavy.await();
            light.await();
            for (final float[] sum : all) {
                assertThat(sum).containsOnly(3);
            }
        });
    }

    @Test
    default void shouldGoOnAsBeforeWhenARateCannotBeRead() {
        spawn(2, world -> {
            world.traffic().cap("10Gbit");
            assertThatThrownBy(() -> world.traffic().cap("much"))
                    .isInstanceOf(InvalidUsageException.class)
                    .hasMessageStartingWith("cap='much': cannot read 'much'");
            assertThat(world.traffic().caps()).isEqualTo("10Gbit");
            sumSmall(world);
        });
    }
}
