// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says who was turned away, one line each, but at most {@value #LINES_A_MINUTE} a minute: whoever can reach the port
 * must not be able to fill the disk. Confined to the control thread.
 */
final class Strangers {
    private static final Logger LOG = LoggerFactory.getLogger(Strangers.class);
    private static final int LINES_A_MINUTE = 20;
    private static final long MINUTE_NS = TimeUnit.MINUTES.toNanos(1);

    private final int port;
    private long minuteBeganNs;
    private int lines;
    private int kept;

    /** Of that listening port. */
    Strangers(final int port) {
        this.port = port;
    }

    /**
     * Logs a refusal, or counts it.
     *
     * @param remote the other end's address
     * @param why the end of a sentence about it
     */
    void dropped(final String remote, final String why, final long nowNs) {
        if (nowNs - minuteBeganNs >= MINUTE_NS) {
            startMinute(nowNs);
        }
        if (++lines <= LINES_A_MINUTE) {
            LOG.warn("port {}: dropped a connection from {}: {}", port, remote, why);
        } else {
            kept++;
        }
    }

    private void startMinute(final long nowNs) {
        if (kept > 0) {
            LOG.warn("port {}: dropped {} more connections in the minute before without a line each", port, kept);
        }
        minuteBeganNs = nowNs;
        lines = 0;
        kept = 0;
    }
}
