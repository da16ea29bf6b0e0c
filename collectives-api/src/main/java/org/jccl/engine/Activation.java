// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.util.Arrays;
import org.jccl.buffer.Memory;
import org.jccl.reduce.Kernel;
import org.jccl.spi.Lane;

/**
 * A plan in execution over one slab of one operation: where every range lies, how far every send and fold has come, and
 * the streaming executor that moves them on. Reused for later slabs of the same plan; owned by the domain's owner.
 *
 * <p>Every link and direction runs the step at its head, one segment a turn. A send runs as far as the bytes of its
 * range are final; a fold runs as far as all its operands are there and nobody still reads what it overwrites.
 */
final class Activation {
    /** Result of a turn: a peer's header is not the expected one; {@link #troubledPeer()} says whose. */
    static final int MISMATCH = -2;
    /** Result of a turn: a link is broken; {@link #troubledPeer()} says whose. */
    static final int BROKEN = Lane.BROKEN;

    /** Bytes moved by one step in one turn: large enough to make calls cheap, small enough to stay in a core's cache. */
    static final long SEGMENT_BYTES = 128 << 10;
    /** A running send waits for this many final bytes, so that a slow reduction does not fragment what travels. */
    private static final long LEAST_BYTES = 16 << 10;
    /** From this size on, memory that the peer can read is passed by reference: below, waiting for it costs more. */
    private static final long BY_REFERENCE_BYTES = 64 << 10;

    final Plan plan;
    final Lane[] lanes;
    private final int laneNumber;
    private final long[] linkBit;

    private final long[] rangeAddress;
    private final long[] rangeBytes;
    /** Bytes side by side before a jump; the whole length if there is none. */
    private final long[] rangePiece;

    private final long[] rangeJump;
    private final long[] dependencyShift;

    private final long[] sendDone;
    /** The lane's position before the send's payload, plus one; 0 before its header has left. */
    private final long[] sendStart;

    private final boolean[] sendByReference;
    private final long[] foldDone;
    private final boolean[] foldEnded;
    private final int[] outHead;
    private final int[] inHead;
    /** Whether the header of the message at the head was taken. */
    private final boolean[] opened;

    private final long operandTable;
    private final Scratch scratch = new Scratch();

    private Operation operation;
    private Kernel kernel;
    private long fingerprint;
    private long sequence;
    private int elementBytes;
    private int ranks;
    private Object userInputBase;
    private Object userOutputBase;
    private int sendsLeft;
    private int foldsLeft;
    private long outPending;
    private long inPending;
    private int trouble;
    private int localHead;

    Activation(final Plan plan, final Lane[] lanes, final int laneNumber) {
        this.plan = plan;
        this.lanes = lanes;
        this.laneNumber = laneNumber;
        final int ranges = plan.rangeArea.length;
        rangeAddress = new long[ranges];
        rangeBytes = new long[ranges];
        rangePiece = new long[ranges];
        rangeJump = new long[ranges];
        dependencyShift = new long[plan.dependencyTarget.length];
        sendDone = new long[plan.sends()];
        sendStart = new long[plan.sends()];
        sendByReference = new boolean[plan.sends()];
        foldDone = new long[plan.folds()];
        foldEnded = new boolean[plan.folds()];
        outHead = new int[plan.links()];
        inHead = new int[plan.links()];
        opened = new boolean[plan.links()];
        linkBit = new long[plan.links()];
        for (int link = 0; link < linkBit.length; link++) {
            // beyond 64 peers several share a bit: later operations then wait a little longer than they must
            linkBit[link] = 1L << plan.peers[link];
        }
        operandTable = scratch.table(plan.operandFold.length);
    }

    /** Begins a slab: lays the plan's ranges over memory and forgets the past. */
    void begin(final Operation newOperation, final Layout layout) {
        operation = newOperation;
        kernel = newOperation.kernel();
        fingerprint = newOperation.fingerprint();
        sequence = newOperation.sequence();
        elementBytes = newOperation.type().sizeBytes();
        ranks = newOperation.ranks();
        userInputBase = newOperation.input().base();
        userOutputBase = newOperation.output().base();
        place(layout);
        Arrays.fill(sendDone, 0);
        Arrays.fill(sendStart, 0);
        Arrays.fill(sendByReference, false);
        Arrays.fill(foldDone, 0);
        Arrays.fill(foldEnded, false);
        Arrays.fill(outHead, 0);
        Arrays.fill(inHead, 0);
        Arrays.fill(opened, false);
        sendsLeft = plan.sends();
        foldsLeft = plan.folds();
        localHead = 0;
        outPending = 0;
        inPending = 0;
        for (int link = 0; link < linkBit.length; link++) {
            outPending |= plan.out[link].length > 0 ? linkBit[link] : 0;
            inPending |= plan.in[link].length > 0 ? linkBit[link] : 0;
        }
    }

    private void place(final Layout layout) {
        final long slab = layout.total() * elementBytes;
        final long staging = plan.staged ? slab : 0;
        final long base = scratch.reserve(
                plan.scratchChunks == 0 && !plan.staged
                        ? 0
                        : layout.compact(Area.SCRATCH, plan.scratchChunks) * elementBytes + 2 * staging);
        for (int range = 0; range < rangeAddress.length; range++) {
            final int area = plan.rangeArea[range];
            final int first = plan.rangeFirst[range];
            final boolean compact = area == Area.SCRATCH || plan.staged && area <= Area.OUTPUT;
            final long offset = (compact ? layout.compact(area, first) : layout.user(area, first)) * elementBytes;
            rangeAddress[range] = offset
                    + switch (area) {
                        case 0 -> plan.staged ? base : operation.input().origin(layout);
                        case 1 ->
                            plan.staged
                                    ? base + (plan.inPlace ? 0 : staging)
                                    : operation.output().origin(layout);
                        case 2 -> base + 2 * staging;
                        case 3 -> operation.input().origin(layout);
                        default -> operation.output().origin(layout);
                    };
            placeLength(range, layout);
        }
        for (int d = 0; d < dependencyShift.length; d++) {
            if (plan.dependencyKind[d] == Plan.STREAM) {
                dependencyShift[d] =
                        position(plan.dependencyTargetRange[d], layout) - position(plan.dependencyOwnRange[d], layout);
            }
        }
    }

    private long position(final int range, final Layout layout) {
        return layout.compact(plan.rangeArea[range], plan.rangeFirst[range]) * elementBytes;
    }

    private void placeLength(final int range, final Layout layout) {
        final int first = plan.rangeFirst[range];
        final int count = plan.rangeCount[range];
        final int run = plan.rangeRun[range];
        if (run >= count) {
            rangeBytes[range] = layout.length(plan.rangeArea[range], first, count) * elementBytes;
            rangePiece[range] = rangeBytes[range];
            rangeJump[range] = 0;
        } else {
            final long chunk = layout.length(plan.rangeArea[range], first, 1) * elementBytes;
            rangeBytes[range] = count * chunk;
            rangePiece[range] = run * chunk;
            rangeJump[range] = plan.rangeStride[range] * chunk;
        }
    }

    Operation operation() {
        return operation;
    }

    /** Links, as bits, on which messages of this slab are still to leave: later operations may not send there yet. */
    long outPending() {
        return outPending;
    }

    /** Links, as bits, on which messages of this slab are still to come. */
    long inPending() {
        return inPending;
    }

    /** Whether nothing is left that needs this rank, and no peer reads its memory any more. */
    boolean isDone() {
        return foldsLeft == 0 && sendsLeft == 0 && released();
    }

    private boolean released() {
        for (int link = 0; link < lanes.length; link++) {
            if (!lanes[link].flush()) {
                return false;
            }
        }
        for (int send = 0; send < sendByReference.length; send++) {
            if (sendByReference[send] && released(send) < rangeBytes[plan.sendRange[send]]) {
                return false;
            }
        }
        return true;
    }

    /**
     * One turn of every link, each direction.
     *
     * @param outBusy links, as bits, that earlier operations still send on; {@code inBusy} likewise
     * @return how many steps moved, or a negative result
     */
    int turn(final long outBusy, final long inBusy) {
        int work = localHead < plan.localFolds.length ? localFolds() : 0;
        for (int link = 0; link < outHead.length; link++) {
            if (outHead[link] < plan.out[link].length && (outBusy & linkBit[link]) == 0) {
                final int sent = send(link);
                if (sent < 0) {
                    return fail(sent, link);
                }
                work += sent;
            }
        }
        for (int link = 0; link < inHead.length; link++) {
            if (inHead[link] < plan.in[link].length && (inBusy & linkBit[link]) == 0) {
                final int folded = foldAt(link, inBusy);
                if (folded < 0) {
                    return folded;
                }
                work += folded;
            }
        }
        if (work > 0) {
            for (final Lane lane : lanes) {
                lane.flush();
            }
        }
        return work;
    }

    private int fail(final int result, final int link) {
        trouble = link;
        return result;
    }

    private int localFolds() {
        int work = 0;
        final int[] folds = plan.localFolds;
        for (int i = localHead; i < folds.length; i++) {
            if (!foldEnded[folds[i]]) {
                work += Math.max(0, fold(folds[i], 0));
            }
            if (i == localHead && foldEnded[folds[i]]) {
                localHead++;
            }
        }
        return work;
    }

    // ---- sending ----

    private int send(final int link) {
        final int send = plan.out[link][outHead[link]];
        final int range = plan.sendRange[send];
        final long length = rangeBytes[range];
        final long limit = limit(plan.sendWait[send], length);
        if (limit < 0) {
            return 0;
        }
        final Lane lane = lanes[link];
        if (sendStart[send] == 0) {
            final boolean byReference = length >= BY_REFERENCE_BYTES && lane.reaches(rangeAddress[range], length);
            if (!byReference && length + FrameHeader.BYTES <= lane.maxClaim()) {
                return limit < length ? 0 : sendWhole(send, link, length);
            }
            if (limit == 0) {
                return 0;
            }
            final int header = sendHeader(send, link, length);
            if (header <= 0) {
                return header;
            }
            sendByReference[send] = byReference;
        }
        return sendSegment(send, link, limit - sendDone[send]);
    }

    private int sendWhole(final int send, final int link, final long length) {
        final Lane lane = lanes[link];
        final long address = lane.claim(FrameHeader.BYTES + (int) length);
        if (address <= 0) {
            return (int) address;
        }
        header(address, lane, length);
        final int range = plan.sendRange[send];
        for (long at = 0; at < length; ) {
            final long bytes = contiguous(range, at, length - at);
            Memory.copy(address(range, at), address + FrameHeader.BYTES + at, bytes);
            at += bytes;
        }
        lane.commit(FrameHeader.BYTES + (int) length);
        sendDone[send] = length;
        endSend(link);
        return 1;
    }

    private int sendHeader(final int send, final int link, final long length) {
        final Lane lane = lanes[link];
        final long address = lane.claim(FrameHeader.BYTES);
        if (address <= 0) {
            return (int) address;
        }
        header(address, lane, length);
        lane.commit(FrameHeader.BYTES);
        sendStart[send] = lane.accepted() + 1;
        return 1;
    }

    private void header(final long address, final Lane lane, final long length) {
        FrameHeader.write(address, sequence, fingerprint, lane.received(), length, laneNumber);
    }

    private int sendSegment(final int send, final int link, final long available) {
        final int range = plan.sendRange[send];
        final long done = sendDone[send];
        final long left = rangeBytes[range] - done;
        final long bytes = Math.min(contiguous(range, done, left), Math.min(available, SEGMENT_BYTES));
        if (bytes == 0 || bytes < LEAST_BYTES && available < left) {
            return 0;
        }
        final Lane lane = lanes[link];
        final long address = address(range, done);
        final long accepted = sendByReference[send] ? lane.publish(address, bytes) : lane.offer(address, bytes);
        if (accepted <= 0) {
            return (int) accepted;
        }
        sendDone[send] = done + accepted;
        if (accepted == left) {
            endSend(link);
        }
        return 1;
    }

    private void endSend(final int link) {
        sendsLeft--;
        if (++outHead[link] == plan.out[link].length) {
            outPending &= ~linkBit[link];
        }
    }

    /** How many bytes of a send may be overwritten. */
    private long released(final int send) {
        if (!sendByReference[send]) {
            return sendDone[send];
        }
        final long consumed = lanes[plan.sendLink[send]].consumed() - (sendStart[send] - 1);
        return Math.max(0, Math.min(consumed, sendDone[send]));
    }

    // ---- folding ----

    private int foldAt(final int link, final long inBusy) {
        final int fold = plan.operandFold[plan.in[link][inHead[link]]];
        return plan.foldAnchor[fold] == link ? fold(fold, inBusy) : 0;
    }

    private int fold(final int fold, final long inBusy) {
        final int range = plan.foldRange[fold];
        final long length = rangeBytes[range];
        final long done = foldDone[fold];
        final int from = plan.foldOperands[fold];
        final int to = plan.foldOperands[fold + 1];
        final int messages = openMessages(from, to, length, inBusy);
        if (messages <= 0) {
            return messages;
        }
        final long limit = limit(plan.foldWait[fold], length);
        if (limit < 0) {
            return 0;
        }
        if (done == length) {
            return endFold(fold, from, to);
        }
        final long room = contiguous(range, done, Math.min(limit, length) - done);
        final long bytes = to - from == 1 && plan.operandLink[from] >= 0
                ? receive(plan.operandLink[from], address(range, done), room)
                : combine(fold, from, to, room);
        if (bytes <= 0) {
            return (int) bytes;
        }
        foldDone[fold] = done + bytes;
        return done + bytes == length ? endFold(fold, from, to) : 1;
    }

    /** Takes the headers of all messages a fold needs; 1 if all were there. */
    private int openMessages(final int from, final int to, final long length, final long inBusy) {
        int all = 1;
        for (int operand = from; operand < to; operand++) {
            final int link = plan.operandLink[operand];
            if (link >= 0
                    && !(inHead[link] < plan.in[link].length
                            && plan.in[link][inHead[link]] == operand
                            && opened[link])) {
                final int open = openMessage(link, operand, length, inBusy);
                if (open < 0) {
                    return fail(open, link);
                }
                all &= open;
            }
        }
        return all;
    }

    private int openMessage(final int link, final int operand, final long length, final long inBusy) {
        if (plan.in[link][inHead[link]] != operand || (inBusy & linkBit[link]) != 0) {
            return 0;
        }
        final Lane lane = lanes[link];
        final long bytes = lane.peek();
        if (bytes < FrameHeader.BYTES) {
            return bytes < 0 ? BROKEN : 0;
        }
        if (!FrameHeader.matches(lane.peeked(), sequence, fingerprint, length, laneNumber)) {
            return MISMATCH;
        }
        lane.consume(FrameHeader.BYTES);
        opened[link] = true;
        return 1;
    }

    private long receive(final int link, final long address, final long room) {
        final long bytes = room > 0 ? lanes[link].receive(address, room) : 0;
        return bytes < 0 ? fail(BROKEN, link) : bytes;
    }

    private long combine(final int fold, final int from, final int to, final long room) {
        long bytes = Math.min(room, SEGMENT_BYTES);
        final long done = foldDone[fold];
        for (int operand = from; operand < to; operand++) {
            bytes = Math.min(bytes, available(operand, done, bytes));
        }
        bytes -= bytes % elementBytes;
        if (bytes <= 0) {
            return Math.max(bytes, BROKEN);
        }
        for (int operand = from; operand < to; operand++) {
            final int link = plan.operandLink[operand];
            final long address = link >= 0 ? lanes[link].peeked() : address(plan.operandRange[operand], done);
            Memory.putLong(operandTable + (long) (operand - from) * Long.BYTES, address);
        }
        apply(fold, to - from, address(plan.foldRange[fold], done), bytes);
        for (int operand = from; operand < to; operand++) {
            if (plan.operandLink[operand] >= 0) {
                lanes[plan.operandLink[operand]].consume(bytes);
            }
        }
        return bytes;
    }

    /** How many bytes of an operand are there, from position {@code done} on; negative if it will never come. */
    private long available(final int operand, final long done, final long wanted) {
        final int link = plan.operandLink[operand];
        if (link >= 0) {
            final long bytes = lanes[link].peek();
            return bytes < 0 ? fail(BROKEN, link) * (long) elementBytes : bytes;
        }
        final int range = plan.operandRange[operand];
        final long limit = limit(plan.operandWait[operand], rangeBytes[range]);
        return limit <= done ? 0 : contiguous(range, done, Math.min(wanted, limit - done));
    }

    private void apply(final int fold, final int operands, final long destination, final long bytes) {
        final byte flags = plan.foldFlags[fold];
        final long count = bytes / elementBytes;
        if (operands == 1) {
            copy(flags, Memory.getLong(operandTable), destination, bytes);
            if ((flags & Plan.LOAD) != 0 && kernel != null) {
                kernel.prepare(destination, destination, count);
            }
        } else {
            kernel.combine(operandTable, operands, destination, count);
            if ((flags & Plan.LAST) != 0) {
                kernel.finish(destination, count, ranks);
            }
        }
    }

    private void copy(final byte flags, final long source, final long destination, final long bytes) {
        final Object from = (flags & Plan.LOAD) != 0 ? userInputBase : null;
        final Object to = (flags & Plan.STORE) != 0 ? userOutputBase : null;
        if (source != destination || from != to) {
            Memory.copy(from, source, to, destination, bytes);
        }
    }

    private int endFold(final int fold, final int from, final int to) {
        foldEnded[fold] = true;
        foldsLeft--;
        for (int operand = from; operand < to; operand++) {
            final int link = plan.operandLink[operand];
            if (link >= 0) {
                opened[link] = false;
                if (++inHead[link] == plan.in[link].length) {
                    inPending &= ~linkBit[link];
                }
            }
        }
        return 1;
    }

    // ---- dependencies and places ----

    /** Up to which position a wait lets its owner go: {@code length} if nothing holds it, -1 if it may not even begin. */
    private long limit(final int wait, final long length) {
        long limit = length;
        for (int d = plan.waits[wait]; d < plan.waits[wait + 1]; d++) {
            final int target = plan.dependencyTarget[d];
            if (target >= 0 ? foldEnded[target] : sendReleased(~target)) {
                continue;
            }
            if (plan.dependencyKind[d] == Plan.WHOLE) {
                return -1;
            }
            final long past = target >= 0 ? foldDone[target] : released(~target);
            limit = Math.min(limit, Math.max(0, past + dependencyShift[d]));
        }
        return limit;
    }

    private boolean sendReleased(final int send) {
        final long length = rangeBytes[plan.sendRange[send]];
        // an empty send has ended only when its header has left, which shows in the heads
        return length > 0 ? released(send) == length : headPassed(send);
    }

    private boolean headPassed(final int send) {
        final int link = plan.sendLink[send];
        return outHead[link] == plan.out[link].length || plan.out[link][outHead[link]] > send;
    }

    private long contiguous(final int range, final long at, final long wanted) {
        if (rangeJump[range] == 0 || wanted <= 0) {
            return wanted;
        }
        return Math.min(wanted, rangePiece[range] - at % rangePiece[range]);
    }

    private long address(final int range, final long at) {
        if (rangeJump[range] == 0) {
            return rangeAddress[range] + at;
        }
        return rangeAddress[range] + at / rangePiece[range] * rangeJump[range] + at % rangePiece[range];
    }

    /** After a {@link #MISMATCH}: the header that came instead of the expected one. */
    long unexpectedHeader() {
        return lanes[trouble].peeked();
    }

    /** The rank at the other end of the link in trouble. */
    int troubledPeer() {
        return plan.peers[trouble];
    }

    /** Ends whatever could still write to the caller's memory. */
    void cancel() {
        for (final Lane lane : lanes) {
            lane.cancel();
        }
    }

    /** Whom this slab waits for, in words: for the message when a deadline passes. */
    String waitingFor() {
        final StringBuilder text = new StringBuilder();
        for (int link = 0; link < lanes.length; link++) {
            if (inHead[link] < plan.in[link].length) {
                text.append(text.isEmpty() ? "" : ", ")
                        .append("rank ")
                        .append(plan.peers[link])
                        .append(opened[link] ? " to go on sending" : " to send");
            } else if (outHead[link] < plan.out[link].length) {
                text.append(text.isEmpty() ? "" : ", ")
                        .append("rank ")
                        .append(plan.peers[link])
                        .append(" to receive");
            }
        }
        return text.isEmpty() ? "nobody" : text.toString();
    }

    /** Gives scratch memory back. */
    void close() {
        scratch.close();
    }
}
