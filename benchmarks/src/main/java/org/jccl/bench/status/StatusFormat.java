// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.status;

/** How what a job does is printed. */
public enum StatusFormat {
    /** For people. */
    TABLE,
    /** As the job says it, flat objects, one a line. */
    JSON,
    /** Prometheus' text format, for a scraper or a textfile collector. */
    PROMETHEUS
}
