// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.launch;

import org.jccl.spi.CoreSettings;

/** What of the library's log the harness and the ranks it starts show: warnings, or what {@code JCCL_DEBUG} says. */
public final class Logging {
    private static final String LEVEL = "org.slf4j.simpleLogger.defaultLogLevel";

    private Logging() {}

    /** Sets the level unless a property has set it; before the first logger is made. */
    public static void configure() {
        if (System.getProperty(LEVEL) == null) {
            final String wanted = System.getenv(CoreSettings.DEBUG.variable());
            System.setProperty(LEVEL, wanted == null ? "warn" : wanted);
        }
    }
}
