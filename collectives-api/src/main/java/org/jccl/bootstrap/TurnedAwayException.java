// SPDX-License-Identifier: Apache-2.0
package org.jccl.bootstrap;

import java.io.IOException;

/** A newcomer stood at a rank's door and was not let in: somebody is there. */
final class TurnedAwayException extends IOException {
    private static final long serialVersionUID = 1L;

    TurnedAwayException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
