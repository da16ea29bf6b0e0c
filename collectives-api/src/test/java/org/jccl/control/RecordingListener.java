// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what it hears, one line each. */
final class RecordingListener implements ControlListener {
    private final List<String> heard = new CopyOnWriteArrayList<>();

    @Override
    public void peerFailed(final int rank, final String how) {
        heard.add("failed " + rank + " " + how);
    }

    @Override
    public void aborted(final int byRank, final byte kind, final String reason) {
        heard.add("aborted " + byRank + " " + kind + " " + reason);
    }

    @Override
    public void message(final int fromRank, final ByteBuffer content) {
        heard.add("message " + fromRank + " " + StandardCharsets.UTF_8.decode(content));
    }

    @Override
    public void left(final int rank) {
        heard.add("left " + rank);
    }

    List<String> heard() {
        return heard;
    }

    List<String> heard(final String kind) {
        return heard.stream().filter(line -> line.startsWith(kind)).toList();
    }
}
