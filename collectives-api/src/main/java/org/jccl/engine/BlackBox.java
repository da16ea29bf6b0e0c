// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jccl.observe.FlightRecord;
import org.jccl.observe.FlightRecorder;
import org.jccl.spi.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives out what a communicator remembers: when asked, and as a file when it fails if the setting {@code record} names a folder. */
final class BlackBox {
    private static final Logger LOG = LoggerFactory.getLogger(BlackBox.class);

    private static final long WRITE_MS = 2_000;

    private final String communicator;
    private final Membership membership;
    private final FlightRecorder recorder;
    private final Troubles troubles;
    private final String folder;
    private volatile Thread writer;

    BlackBox(
            final String communicator,
            final Membership membership,
            final FlightRecorder recorder,
            final Troubles troubles,
            final Settings settings) {
        this.communicator = communicator;
        this.membership = membership;
        this.recorder = recorder;
        this.troubles = troubles;
        this.folder = settings.get("record", "");
        if (!folder.isEmpty()) {
            troubles.onFailure(this::writeSoon);
        }
    }

    /** JSON lines; any thread. */
    String text() {
        final Failure failure = troubles.failure();
        return new FlightRecord(
                        communicator,
                        membership.number(),
                        membership.rank(),
                        membership.size(),
                        membership.introductions().get(membership.rank()).where(),
                        failure == null ? null : failure.kind() + ": " + failure.message(),
                        troubles.report(),
                        recorder.entries())
                .text(Fingerprint::describe);
    }

    /** What is under way is seen now; whoever notices the failure has something better to do than to wait for a disk. */
    private void writeSoon() {
        final String text = text();
        final Thread thread = new Thread(() -> write(text), "jccl-record-" + communicator);
        writer = thread;
        thread.start();
    }

    /** Waits, bounded, until what is being written is on the disk: a process that has failed is about to end. */
    void close() {
        final Thread writing = writer;
        if (writing != null) {
            try {
                writing.join(WRITE_MS);
            } catch (final InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void write(final String text) {
        final String name = communicator.replaceAll("[^A-Za-z0-9._-]", "_");
        try {
            final Path file = Files.createDirectories(Path.of(folder))
                    .resolve("jccl-" + name + "-" + Long.toHexString(membership.number()) + "-rank" + membership.rank()
                            + ".jsonl");
            Files.writeString(file, text);
            LOG.info("the last operations of {} are in {}", communicator, file);
        } catch (final IOException | InvalidPathException cannot) {
            LOG.warn(
                    "the last operations of {} cannot be written to the folder {} (setting record): {}",
                    communicator,
                    folder,
                    cannot.toString());
        }
    }
}
