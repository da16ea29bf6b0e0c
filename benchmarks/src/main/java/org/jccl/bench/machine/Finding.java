// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.machine;

/**
 * One thing that matters here.
 *
 * @param topic one or two words
 * @param fact what was found
 * @param advice what to do about it; null where all is well
 */
public record Finding(String topic, String fact, String advice) {
    /** All is well. */
    static Finding fine(final String topic, final String fact) {
        return new Finding(topic, fact, null);
    }
}
