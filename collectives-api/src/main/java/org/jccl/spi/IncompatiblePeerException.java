// SPDX-License-Identifier: Apache-2.0
package org.jccl.spi;

import java.io.IOException;

/** The two ends of a connection cannot agree on how to talk; another attempt would end the same way. */
public final class IncompatiblePeerException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Says why.
     *
     * @param why the end of a sentence about the peer
     */
    public IncompatiblePeerException(final String why) {
        super(why);
    }

    /** As the other, with what was thrown. */
    public IncompatiblePeerException(final String why, final Throwable cause) {
        super(why, cause);
    }
}
