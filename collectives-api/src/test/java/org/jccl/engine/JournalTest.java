// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.jccl.ReduceOp;
import org.jccl.error.CommunicatorAbortedException;
import org.jccl.testing.Ranks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a flight recording of the JVM is told. */
@Timeout(120)
class JournalTest {
    private static final Duration LATE = Duration.ofMillis(300);

    @TempDir
    private Path folder;

    /** The events of the library while ranks do that. */
    private List<RecordedEvent> recorded(final Ranks.Body body) throws IOException {
        try (Recording recording = new Recording()) {
            for (final String name : List.of("Operation", "Straggler", "Connect", "Failure")) {
                recording.enable("org.jccl." + name).withThreshold(Duration.ZERO);
            }
            recording.start();
            Ranks.spawn(2, "local", body);
            recording.stop();
            final Path file = folder.resolve("events.jfr");
            recording.dump(file);
            return RecordingFile.readAllEvents(file);
        }
    }

    private static List<RecordedEvent> of(final List<RecordedEvent> events, final String name) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals("org.jccl." + name))
                .toList();
    }

    @Test
    void shouldTellOfLargeOperationsAndSomeSmallOnes() throws IOException {
        final List<RecordedEvent> events = recorded(communicator -> {
            for (int i = 0; i < 64; i++) {
                communicator.allReduce(new float[2], ReduceOp.SUM);
            }
            communicator.allReduce(new float[1 << 18], ReduceOp.SUM);
        });
        assertThat(of(events, "Failure")).isEmpty();
        assertThat(of(events, "Connect")).hasSize(2).allMatch(event -> event.getInt("size") == 2);
        final List<RecordedEvent> operations = of(events, "Operation");
        assertThat(operations)
                .filteredOn(event -> event.getString("call").startsWith("all_reduce(float32 x 262144, sum"))
                .hasSize(2)
                .allMatch(event -> event.getLong("bytes") == 1 << 20 && event.getBoolean("completed"))
                .allMatch(event -> event.getDuration().toNanos() > 0);
        assertThat(operations)
                .filteredOn(event -> event.getString("call").endsWith(" #32"))
                .hasSize(2);
    }

    @Test
    void shouldNameTheStraggler() throws IOException {
        final List<RecordedEvent> events = recorded(communicator -> {
            communicator.barrier();
            if (communicator.rank() == 1) {
                // what is timed is the wait itself
                Thread.sleep(LATE.toMillis());
            }
            communicator.allReduce(new float[3], ReduceOp.SUM);
        });
        assertThat(of(events, "Straggler"))
                .filteredOn(event -> event.getString("call").startsWith("all_reduce"))
                .hasSize(1)
                .allMatch(event -> event.getInt("rank") == 0 && event.getInt("lateRank") == 1)
                .allMatch(event -> event.getDuration("waited").compareTo(Duration.ofMillis(10)) >= 0);
    }

    @Test
    void shouldTellWhyACommunicatorFailed() throws IOException {
        final CountDownLatch failed = new CountDownLatch(2);
        final List<RecordedEvent> events = recorded(communicator -> {
            if (communicator.rank() == 1) {
                communicator.abort("the loss is not a number");
            }
            assertThatThrownBy(() -> {
                        while (true) {
                            communicator.barrier();
                        }
                    })
                    .isInstanceOf(CommunicatorAbortedException.class);
            failed.countDown();
            failed.await();
        });
        assertThat(of(events, "Failure"))
                .hasSize(2)
                .allMatch(event -> event.getString("kind").equals("ABORTED"))
                .allMatch(event -> event.getString("message").contains("the loss is not a number"));
    }
}
