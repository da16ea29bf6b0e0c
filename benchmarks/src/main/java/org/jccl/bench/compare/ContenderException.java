// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.compare;

/** A contender cannot be started, or ended too early; the message says what to do. */
public final class ContenderException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ContenderException(final String message) {
        super(message);
    }

    ContenderException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
