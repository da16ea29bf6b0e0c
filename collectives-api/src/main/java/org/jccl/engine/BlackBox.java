// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jccl.observe.FlightRecord;
import org.jccl.observe.FlightRecorder;
import org.jccl.observe.JobRecords;
import org.jccl.spi.Candidates;
import org.jccl.spi.CoreSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives out what a communicator remembers: when asked, as a file when it fails if the setting {@code record} names a folder,
 * and as a file whenever the process gets the signal that {@code record.signal} names.
 */
final class BlackBox {
    private static final Logger LOG = LoggerFactory.getLogger(BlackBox.class);

    private static final long WRITE_MS = 2_000;

    private final String communicator;
    private final String who;
    private final Membership membership;
    private final FlightRecorder recorder;
    private final Troubles troubles;
    private final String folder;
    private final RecordSignal signal;
    private final CountDownLatch written = new CountDownLatch(1);

    BlackBox(
            final CommunicatorOptions options,
            final Membership membership,
            final FlightRecorder recorder,
            final Troubles troubles) {
        this.communicator = options.name();
        this.who = options.on(membership.rank(), membership.size());
        this.membership = membership;
        this.recorder = recorder;
        this.troubles = troubles;
        this.folder = options.settings().get(CoreSettings.RECORD);
        this.signal = RecordSignal.open(options.settings(), () -> write(text()));
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
                        listens(),
                        failure == null ? null : failure.kind() + ": " + failure.message(),
                        troubles.report(),
                        recorder.entries())
                .text(Fingerprint::describe);
    }

    /** Where {@code ./jccl status} may ask, or nothing for a communicator of one rank. */
    private String listens() {
        final String control = membership.introductions().get(membership.rank()).control();
        return control.isEmpty() ? null : Candidates.parse(control).toString();
    }

    /** What is under way is seen now; whoever notices the failure has something better to do than to wait for a disk. */
    private void writeSoon() {
        final String text = text();
        new Thread(
                        () -> {
                            write(text);
                            written.countDown();
                        },
                        "jccl-record-" + communicator)
                .start();
    }

    /**
     * Waits, bounded, until what a failed communicator has to write is on the disk: its process is about to end. The
     * failure is known before its writer is there, so the wait is for the file and not for a thread.
     */
    void close() {
        if (signal != null) {
            signal.close();
        }
        if (folder.isEmpty() || troubles.failure() == null) {
            return;
        }
        try {
            if (!written.await(WRITE_MS, TimeUnit.MILLISECONDS)) {
                LOG.warn("{}: the last operations are still being written to {}", who, folder);
            }
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Where no folder is named, into the one that the process works in. */
    private void write(final String text) {
        try {
            final Path file = Files.createDirectories(Path.of(folder))
                    .resolve(JobRecords.fileName(communicator, membership.number(), membership.rank()));
            Files.writeString(file, text);
            LOG.info("{}: the last operations are in {}", who, file);
        } catch (final IOException | InvalidPathException cannot) {
            LOG.warn(
                    "{}: the last operations cannot be written to the folder {} (setting record): {}",
                    who,
                    folder,
                    cannot.toString());
        }
    }
}
