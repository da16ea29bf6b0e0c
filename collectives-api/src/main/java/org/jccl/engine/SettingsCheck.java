// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.util.List;
import org.jccl.spi.KnownSettings;
import org.jccl.spi.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at what users have set before anything is done with it. Any thread. */
final class SettingsCheck {
    private static final Logger LOG = LoggerFactory.getLogger(SettingsCheck.class);

    private SettingsCheck() {}

    /**
     * Refuses what cannot be meant, warns once in this process of what nothing reads, and logs what is not as by default.
     *
     * @param who what begins the line
     */
    static void look(final String who, final Settings settings) {
        final KnownSettings known = KnownSettings.load();
        known.check(settings);
        Environment.warn();
        final List<String> changed = known.changed(settings);
        if (!changed.isEmpty()) {
            LOG.info("{}: set are {}; see docs/configuration.md", who, String.join(", ", changed));
        }
    }

    /** What surrounds the process says the same to all its communicators, so it is looked at once. */
    private static final class Environment {
        private static final List<String> UNREAD = KnownSettings.load()
                .unread(System.getenv().keySet(), System.getProperties().stringPropertyNames());

        static {
            UNREAD.forEach(LOG::warn);
        }

        static void warn() {
            // the class has been initialised, that is all
        }
    }
}
