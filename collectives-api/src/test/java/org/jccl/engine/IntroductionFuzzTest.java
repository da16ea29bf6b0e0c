// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jccl.Communicator;
import org.jccl.ReduceOp;
import org.jccl.bootstrap.Rendezvous;
import org.jccl.error.CollectiveException;
import org.jccl.error.TransportException;
import org.jccl.spi.Candidates;
import org.jccl.testing.Footprint;
import org.jccl.testing.FuzzSeeds;
import org.jccl.testing.Garbler;
import org.jccl.testing.RankThreads;
import org.jccl.testing.ThreadRendezvous;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a rendezvous brings that another rank, or something else altogether, has said. */
@Timeout(120)
class IntroductionFuzzTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static Introduction introduction(final String control, final long slabBytes) {
        final Map<String, byte[]> addresses =
                Map.of("tcp", "127.0.0.1:7001".getBytes(), "shm", "host\n/dev/shm/jccl-1".getBytes());
        return new Introduction(
                42,
                "host",
                "process",
                "host, process 1",
                control,
                "all_reduce=ring",
                "",
                slabBytes,
                true,
                10_000_000_000L,
                true,
                addresses);
    }

    @Test
    void shouldReadOrRefuseWhateverItIs() {
        final byte[] valid = introduction("127.0.0.1:7000", 1 << 17).encode();
        FuzzSeeds.each(20_000, garbler -> {
            try {
                Introduction.decode(1, garbler.garble(valid));
            } catch (final TransportException refused) {
                assertThat(refused).hasMessageContaining("rank 1");
            }
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE, Long.MAX_VALUE})
    void shouldRefuseASlabThatCannotBe(final long slabBytes) {
        final byte[] bytes = introduction("127.0.0.1:7000", slabBytes).encode();
        assertThatThrownBy(() -> Introduction.decode(0, bytes))
                .isInstanceOf(TransportException.class)
                .hasMessageContainingAll("rank 0", "slab of " + slabBytes);
    }

    @Test
    void shouldBuildOrFailInTimeAndGiveEverythingBack() throws Exception {
        final Footprint before = Footprint.now();
        FuzzSeeds.each(100, garbler -> {
            final long seed = garbler.random().nextLong();
            final Rendezvous meeting = new ThreadRendezvous(2);
            RankThreads.run(2, PATIENCE, rank -> {
                meet(rank, (mine, me, size, timeout) -> garbled(seed, meeting.allGather(mine, me, size, timeout)));
                return null;
            });
        });
        before.requireAgain();
    }

    private static void meet(final int rank, final Rendezvous meeting) {
        try (Communicator communicator = Communicator.builder()
                .rank(rank)
                .size(2)
                .rendezvous(meeting)
                .transport("local")
                .set("socket.ifname", "=lo")
                .timeout(Duration.ofMillis(300))
                .build()) {
            communicator.allReduce(new float[] {1, 2}, ReduceOp.SUM);
        } catch (final CollectiveException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    /** What rank 1 says, the same for both, and never such that somebody outside this machine is dialled. */
    private static List<byte[]> garbled(final long seed, final List<byte[]> all) {
        final List<byte[]> garbled = new ArrayList<>(all);
        final Garbler garbler = new Garbler(seed);
        garbled.set(1, garbler.once(4) ? garbler.garble(all.get(1)) : garbleOneField(garbler, all.get(1)));
        return staysHere(garbled.get(1)) ? garbled : all;
    }

    /** Well formed, so that what is in it gets further. */
    private static byte[] garbleOneField(final Garbler garbler, final byte[] valid) {
        final Introduction right = Introduction.decode(1, valid);
        final int field = garbler.random().nextInt(4);
        final Map<String, byte[]> addresses = new LinkedHashMap<>(right.addresses());
        addresses.replaceAll((name, address) -> field == 3 ? garbler.garble(address) : address);
        return new Introduction(
                        right.nonce(),
                        field == 0 ? garble(garbler, right.host()) : right.host(),
                        field == 1 ? garble(garbler, right.process()) : right.process(),
                        right.where(),
                        field == 2 ? garble(garbler, right.control()) : right.control(),
                        right.rules(),
                        right.tuning(),
                        right.slabBytes(),
                        right.summed(),
                        right.resumeNs(),
                        right.direct(),
                        addresses)
                .encode();
    }

    private static String garble(final Garbler garbler, final String text) {
        return new String(garbler.garble(text.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    private static boolean staysHere(final byte[] said) {
        try {
            return Candidates.parse(Introduction.decode(1, said).control()).addresses().stream()
                    .allMatch(address ->
                            !address.isUnresolved() && address.getAddress().isLoopbackAddress());
        } catch (final TransportException | IllegalArgumentException dialsNobody) {
            return true;
        }
    }
}
