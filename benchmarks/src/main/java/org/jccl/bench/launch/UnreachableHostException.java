// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.launch;

import java.io.IOException;

/** A host on which no rank can be started; the message names it and says what to do. */
final class UnreachableHostException extends IOException {
    private static final long serialVersionUID = 1;

    UnreachableHostException(final String sentence) {
        super(sentence);
    }
}
