// SPDX-License-Identifier: Apache-2.0
package org.jccl.traffic;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jccl.buffer.Memory;
import org.jccl.error.TransportException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where those that share a way out know of each other: the communicators of one rank, and with a budget of the host those of
 * other jobs there. Entering and leaving are for one thread at a time.
 */
final class Meeting {
    private static final Logger LOG = LoggerFactory.getLogger(Meeting.class);

    /** Of the rank alone; the address is good as long as this is there. */
    private final ByteBuffer memory = ByteBuffer.allocateDirect(Table.BYTES);

    private final HostBudget budget;
    private volatile Table table = new Table(Memory.address(memory));
    private HostFile file;
    private int inside;

    /**
     * Nobody is there.
     *
     * @param budget what the host's jobs share, or null
     */
    Meeting(final HostBudget budget) {
        this.budget = budget;
    }

    /** Whether there is one at most, and no budget. */
    boolean isAlone() {
        final Table here = table;
        return here.rows() <= 1 && here.budget().rate() == 0;
    }

    /**
     * One more.
     *
     * @throws TransportException if the jobs of this host cannot meet; the message says why
     */
    Place enter() {
        final Row row = inside == 0 && budget != null ? open() : take();
        inside++;
        return new Place(table, row);
    }

    /** Where a sender stands among the others. */
    record Place(Table table, Row row) {}

    private Row open() {
        try {
            final Row[] taken = new Row[1];
            file = HostFile.open(budget.file(), Table.BYTES, there -> {
                table = new Table(there.address());
                taken[0] = take();
            });
            agree();
            return taken[0];
        } catch (final IOException cannot) {
            throw new TransportException(
                    "the jobs of this host cannot share a budget by " + budget.file() + ": " + cannot.getMessage()
                            + "; set JCCL_HOST_BUDGET for none of them, or make room",
                    cannot);
        }
    }

    private void agree() {
        final long before = table.budget().rate();
        if (before != 0 && before != budget.bitsPerSecond()) {
            LOG.warn(
                    "the budget '{}' of this host was {} bits a second and is {} from now on, for all its jobs",
                    budget.name(),
                    before,
                    budget.bitsPerSecond());
        }
        table.budget().rate(budget.bitsPerSecond());
    }

    /** Where all rows are taken, one that nobody looks at: who is that late is not held up, and holds up nobody. */
    private Row take() {
        final Row row = table.take(ProcessHandle.current().pid());
        return row == null ? Row.unseen() : row;
    }

    void leave(final Row row) {
        row.free();
        inside--;
        if (inside == 0 && file != null) {
            close();
        }
    }

    private void close() {
        final Table shared = table;
        table = new Table(Memory.address(memory));
        try {
            file.close(shared::isUnused);
        } catch (final IOException cannot) {
            LOG.warn("{} stays behind: {}", budget.file(), cannot.getMessage());
        }
        file = null;
    }
}
