// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import java.util.LinkedHashMap;
import java.util.Map;

/** Which flooded messages came already; remembers the latest ones, because copies follow closely. */
final class SeenMessages {
    private static final int REMEMBERED = 4096;

    private final Map<Key, Boolean> seen = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(final Map.Entry<Key, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };

    private record Key(int from, long sequence) {}

    /** Remembers the message; returns whether it is new. */
    boolean add(final ControlMessage.Routed message) {
        return seen.put(new Key(message.from(), message.sequence()), true) == null;
    }
}
