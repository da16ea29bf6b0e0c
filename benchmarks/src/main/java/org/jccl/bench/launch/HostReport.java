// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.launch;

import java.io.DataOutputStream;
import java.io.IOException;

/** Passes on what comes from ranks to the launcher of another host. All threads. */
final class HostReport implements RankEvents {
    private final DataOutputStream out;

    HostReport(final DataOutputStream out) {
        this.out = out;
    }

    @Override
    public synchronized void printed(final int rank, final OutputKind kind, final byte[] bytes, final int length) {
        try {
            out.writeByte(HostWire.PRINTED);
            out.writeInt(rank);
            out.writeByte(kind.ordinal());
            out.writeInt(length);
            out.write(bytes, 0, length);
            out.flush();
        } catch (final IOException launcherGone) {
            // which the end of the input says as well
        }
    }

    @Override
    public synchronized void ended(final RankEnd end) {
        try {
            out.writeByte(HostWire.ENDED);
            out.writeInt(end.rank());
            out.writeInt(end.status());
            out.flush();
        } catch (final IOException launcherGone) {
            // which the end of the input says as well
        }
    }
}
