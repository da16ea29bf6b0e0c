// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.jccl.bench.compare.ContenderException;
import org.jccl.error.CollectiveException;

/** How failures are told to a person: one sentence where the library or the system said what is wrong. */
final class Failures {
    private Failures() {}

    /** Whether the message says all there is to say. */
    static boolean isExpected(final Throwable failure) {
        return failure instanceof CollectiveException
                || failure instanceof ContenderException
                || failure instanceof IllegalArgumentException
                || failure instanceof UnsupportedOperationException
                || failure instanceof IOException
                || failure instanceof UncheckedIOException;
    }

    /** Type and message. */
    static String describe(final Throwable failure) {
        return failure.getClass().getSimpleName() + ": " + failure.getMessage();
    }
}
