// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jccl.buffer.Accelerator;
import org.jccl.buffer.Memory;
import org.jccl.error.CollectiveException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether plans run in the memory of devices, or in the processor's with copies to and fro. They can where ranks of one host
 * read each other's such memory where it lies, and the network carries it between hosts. The ranks try it, and agree, at the
 * first collective over such memory. Any thread.
 */
final class Directness {
    private static final Logger LOG = LoggerFactory.getLogger(Directness.class);

    /** What a rank may say about why it cannot; a reference is no longer. */
    private static final int WORDS_BYTES = 512;

    private enum State {
        UNTRIED,
        YES,
        NO
    }

    private final DefaultCommunicator communicator;
    private final Links links;
    private volatile State state;

    /**
     * Untried.
     *
     * @param possible whether it is wanted; all say the same
     */
    Directness(final DefaultCommunicator communicator, final Links links, final boolean possible) {
        this.communicator = communicator;
        this.links = links;
        this.state = possible ? State.UNTRIED : State.NO;
    }

    /** Whether a call, for which this rank offers its device, is carried out there: the same on all ranks. */
    boolean serves(final Call call, final Accelerator device) {
        if (state == State.NO || communicator.size() > device.mostOperands()) {
            return false;
        }
        if (call.op() != null && !device.reduces(call.type(), call.op())) {
            return false;
        }
        if (state == State.YES) {
            // which may be another device than the one that was tried
            device.landmark();
            return true;
        }
        return agree(device);
    }

    private synchronized boolean agree(final Accelerator device) {
        if (state == State.UNTRIED) {
            final String obstacle = obstacle(device);
            if (obstacle.isEmpty()) {
                LOG.debug("{}: plans for memory of devices run there", communicator);
            } else {
                LOG.warn("{}: memory of devices goes through the host's, which is slower: {}", communicator, obstacle);
            }
            state = obstacle.isEmpty() ? State.YES : State.NO;
        }
        return state == State.YES;
    }

    /** Why it cannot be, said by the first rank that cannot, or nothing. */
    private String obstacle(final Accelerator device) {
        final byte[][] landmarks = exchange(landmark(device));
        final byte[][] verdicts = exchange(words(verdict(device, landmarks)));
        for (int rank = 0; rank < verdicts.length; rank++) {
            final String verdict = new String(verdicts[rank], StandardCharsets.UTF_8).trim();
            if (!verdict.isEmpty()) {
                return "rank " + rank + ": " + verdict;
            }
        }
        return "";
    }

    /** A reference to it, behind a 1; or a 0, and why there is none. */
    private static byte[] landmark(final Accelerator device) {
        final long reference = Memory.allocate(Accelerator.REFERENCE_BYTES);
        final byte[] told = new byte[WORDS_BYTES];
        try {
            device.refer(device.landmark(), reference);
            told[0] = 1;
            Memory.copy(null, reference, told, Memory.arrayOffset(byte[].class) + 1, Accelerator.REFERENCE_BYTES);
        } catch (final CollectiveException cannot) {
            System.arraycopy(words(cannot.getMessage()), 0, told, 1, WORDS_BYTES - 1);
        } finally {
            Memory.free(reference);
        }
        return told;
    }

    private String verdict(final Accelerator device, final byte[][] landmarks) {
        final long reference = Memory.allocate(Accelerator.REFERENCE_BYTES);
        try {
            for (int rank = 0; rank < landmarks.length; rank++) {
                if (rank != communicator.rank()) {
                    requireWay(rank, device, landmarks[rank], reference);
                }
            }
            return "";
        } catch (final CollectiveException cannot) {
            return cannot.getMessage();
        } finally {
            Memory.free(reference);
        }
    }

    private void requireWay(final int peer, final Accelerator device, final byte[] landmark, final long reference) {
        if (links.tellOfReleases(peer)) {
            find(peer, device, landmark, reference);
        } else if (links.deviceBytes(peer, device) == 0) {
            throw new CollectiveException(
                    links.carrier(peer) + ", by which it reaches rank " + peer + ", does not carry such memory");
        }
    }

    private static void find(final int peer, final Accelerator device, final byte[] landmark, final long reference) {
        if (landmark[0] == 0) {
            throw new CollectiveException("rank " + peer + " cannot share its memory: "
                    + new String(landmark, 1, WORDS_BYTES - 1, StandardCharsets.UTF_8).trim());
        }
        Memory.copy(landmark, Memory.arrayOffset(byte[].class) + 1, null, reference, Accelerator.REFERENCE_BYTES);
        device.resolve(reference);
    }

    private static byte[] words(final String text) {
        return Arrays.copyOf(text.getBytes(StandardCharsets.UTF_8), WORDS_BYTES);
    }

    private byte[][] exchange(final byte[] mine) {
        final byte[] all = new byte[communicator.size() * WORDS_BYTES];
        communicator.exchange(mine, all);
        final byte[][] each = new byte[communicator.size()][];
        for (int rank = 0; rank < each.length; rank++) {
            each[rank] = Arrays.copyOfRange(all, rank * WORDS_BYTES, (rank + 1) * WORDS_BYTES);
        }
        return each;
    }
}
