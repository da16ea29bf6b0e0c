// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import org.jccl.DataType;
import org.jccl.Priority;
import org.jccl.ReduceOp;
import org.jccl.buffer.Accelerator;
import org.jccl.buffer.BufferView;
import org.jccl.buffer.CopyEngine;
import org.jccl.plan.Area;
import org.jccl.plan.Extent;
import org.jccl.plan.Layout;
import org.jccl.plan.Plan;
import org.jccl.schedule.Collective;
import org.jccl.spi.Link;

/** What a caller asked for: the collective with its arguments, and how they divide into slabs. Reusable. */
final class Call {
    private static final long SMALL_BYTES = 8 << 10;
    /**
     * A message of sends and receives: it has one phase, so a slab saves nothing but the scratch of an end that needs some;
     * the other end must know nothing of that.
     */
    private static final long POINT_TO_POINT_SLAB_BYTES = 4 << 20;

    private final Region input = new Region();
    private final Region output = new Region();
    private Collective collective;
    private DataType type;
    private ReduceOp op;
    private int root;
    /** Tells bundles apart, and what the library itself asks for; 0 for a call of the user's. */
    private int mark;

    private int rank;
    private int ranks;
    private long count;
    private boolean inPlace;
    private Manner manner;
    /** The device in whose memory the plan runs, or null. */
    private Accelerator device;

    private boolean staged;

    private boolean likeBefore;
    private boolean repeated;
    private long[] inputOffsets;
    private long[] outputOffsets;

    /**
     * A call with equal counts.
     *
     * @param root the root, or the peer of a send or receive
     * @param count elements of the vector, or of one block
     */
    Call set(
            final Collective newCollective,
            final DataType newType,
            final ReduceOp newOp,
            final int newRoot,
            final long newCount) {
        likeBefore = collective == newCollective
                && type == newType
                && op == newOp
                && root == newRoot
                && count == newCount
                && inputOffsets == null;
        collective = newCollective;
        type = newType;
        op = newOp;
        root = newRoot;
        mark = 0;
        count = newCount;
        inputOffsets = null;
        outputOffsets = null;
        return this;
    }

    /** Who calls, and over what memory. */
    Call over(
            final int thisRank,
            final int size,
            final BufferView inputView,
            final BufferView outputView,
            final boolean isInPlace) {
        final boolean wasStaged = staged;
        final Accelerator before = offeredDevice();
        final boolean wasOnDevice = touchesDevice();
        likeBefore &= inPlace == isInPlace;
        rank = thisRank;
        ranks = size;
        inPlace = isInPlace;
        final boolean sameInput =
                input.set(Area.INPUT, inputView, Extent.singleBlock(collective, true) ? thisRank : -1);
        final boolean sameOutput =
                output.set(Area.OUTPUT, outputView, Extent.singleBlock(collective, false) ? thisRank : -1);
        likeBefore &= before == offeredDevice() && wasOnDevice == touchesDevice();
        runOn(likeBefore ? device : null);
        likeBefore &= wasStaged == staged;
        repeated = likeBefore && sameInput && sameOutput;
        return this;
    }

    /** Blocks of lengths of their own, as offsets; see {@link Layout#tables}. */
    Call varying(final long[] newInputOffsets, final long[] newOutputOffsets) {
        likeBefore = false;
        repeated = false;
        inputOffsets = newInputOffsets;
        outputOffsets = newOutputOffsets;
        return this;
    }

    /** How it is made. */
    Call in(final Manner how) {
        likeBefore &= manner != null
                && manner.priority() == how.priority()
                && manner.tag().equals(how.tag());
        manner = how;
        return this;
    }

    /** One all-reduce in the place of several. */
    Call over(final Bundle bundle) {
        final Call first = bundle.first();
        set(first.collective, first.type, first.op, 0, bundle.bytes() / first.type.sizeBytes());
        mark = bundle.mark();
        rank = first.rank;
        ranks = first.ranks;
        inPlace = false;
        input.gather(bundle.inputs());
        output.gather(bundle.outputs());
        runOn(null);
        return this;
    }

    /** Tells it from calls of the user's. */
    void mark(final int newMark) {
        mark = newMark;
    }

    /** Whether it may be part of a bundle: of elements that are all treated alike, and that the processor can copy. */
    boolean canBeBundled() {
        return collective == Collective.ALL_REDUCE && !input.isOnDevice() && !output.isOnDevice();
    }

    /** Whether one vector may hold its elements and the other's. */
    boolean travelsWith(final Call other) {
        return type == other.type && op == other.op && manner.priority() == other.manner.priority();
    }

    /** Whether all that a plan and a kernel depend on is as in the call before this one. */
    boolean isLikeBefore() {
        return likeBefore;
    }

    /** Whether, besides, it works on the same memory. */
    boolean isRepeated() {
        return repeated;
    }

    Region inputRegion() {
        return input;
    }

    Region outputRegion() {
        return output;
    }

    Collective collective() {
        return collective;
    }

    DataType type() {
        return type;
    }

    ReduceOp op() {
        return op;
    }

    int root() {
        return root;
    }

    int ranks() {
        return ranks;
    }

    boolean inPlace() {
        return inPlace;
    }

    boolean isVarying() {
        return inputOffsets != null;
    }

    /** Whether the schedule must work on memory of the library's own. */
    boolean staged() {
        return staged;
    }

    /** Whether the input is not taken as it is. */
    boolean isPrepared() {
        return op != null && op.kind() == ReduceOp.Kind.PREMUL_SUM;
    }

    // ---- memory of devices ----

    /** Whether any of it lies on a device. */
    boolean touchesDevice() {
        return input.isOnDevice() || output.isOnDevice();
    }

    /**
     * The device in whose memory the plan could run, or null. The other of input and output may lie elsewhere, also in the
     * host's memory: of that the other ranks, which perhaps give only one, know nothing.
     */
    Accelerator offeredDevice() {
        if (!touchesDevice() || isPointToPoint() || output.isOnDevice() && output.accelerator() == null) {
            return null;
        }
        return input.isOnDevice() ? input.accelerator() : output.accelerator();
    }

    /** The plan runs in that device's memory, or, with null, in the processor's. */
    void runOn(final Accelerator accelerator) {
        device = accelerator;
        staged = isPrepared()
                || (device == null ? input.isRemote() || output.isRemote() : isFar(input) || isFar(output));
    }

    /** The device in whose memory the plan runs, or null. */
    Accelerator device() {
        return device;
    }

    /** What copies to and from a device's memory, if some of it lies there, or null. */
    CopyEngine deviceEngine() {
        return output.isOnDevice() ? output.copyEngine() : input.isOnDevice() ? input.copyEngine() : null;
    }

    private boolean isFar(final Region region) {
        return !region.isAbsent() && (region.accelerator() != device || !device.isReachable(region.address()));
    }

    /**
     * Bytes in the sense of nccl-tests: the vector, or all blocks together, as far as this rank knows: of a rooted collective
     * with varying blocks, all but the root know only their own.
     */
    long sizeBytes() {
        if (isVarying()) {
            return Math.max(inputOffsets[ranks], outputOffsets[ranks]) * type.sizeBytes();
        }
        return (collective.isVector() ? count : count * ranks) * type.sizeBytes();
    }

    /** Whether latency is all that counts. */
    boolean isSmall() {
        return sizeBytes() <= SMALL_BYTES;
    }

    /** Of a send or receive: {@code receive from rank 3}. */
    String direction() {
        return collective + (collective == Collective.SEND ? " to rank " : " from rank ") + root + " ";
    }

    int lane() {
        if (isPointToPoint()) {
            return Link.POINT_TO_POINT;
        }
        return manner.priority() == Priority.URGENT ? Link.URGENT : Link.COLLECTIVE;
    }

    private boolean isPointToPoint() {
        return collective == Collective.SEND || collective == Collective.RECEIVE;
    }

    Manner manner() {
        return manner;
    }

    /** What all ranks must agree on; local counts of the V forms are not part of it. */
    long fingerprint(final Plan plan) {
        // both ends of a send see the same call; who sends to whom shows in the link it travels on
        final boolean pointToPoint = isPointToPoint();
        return Fingerprint.of(
                pointToPoint ? Collective.SEND : collective,
                type,
                op,
                plan.id | (pointToPoint ? 0 : memory()),
                pointToPoint ? 0 : root | mark,
                isVarying() ? 0 : count);
    }

    /** Which memory it is over: slabs are larger for devices, so all ranks must give the same kind. */
    private int memory() {
        return device != null ? Fingerprint.DIRECT : touchesDevice() ? Fingerprint.STAGED : 0;
    }

    // ---- slabs ----

    /** In how many slabs it runs. */
    int slabs(final PlanCache.Entry entry) {
        final long length = slabLength(entry);
        return count <= length || isVarying() ? 1 : Math.toIntExact((count + length - 1) / length);
    }

    /** Elements of one slab: of the vector, or of each block. */
    private long slabLength(final PlanCache.Entry entry) {
        if (isPointToPoint()) {
            return Math.max(1, POINT_TO_POINT_SLAB_BYTES / type.sizeBytes());
        }
        if (collective.isVector()) {
            return Math.max(1, entry.slabBytes() / type.sizeBytes());
        }
        return Math.max(1, entry.slabBytes() / ranks / type.sizeBytes());
    }

    void layout(final Layout layout, final PlanCache.Entry entry, final int slab) {
        if (isVarying()) {
            layout.tables(inputOffsets, outputOffsets);
            return;
        }
        final long slabLength = slabLength(entry);
        final long from = slab == 0 ? 0 : slab * slabLength;
        final long length = Math.min(slabLength, count - from);
        if (collective.isVector()) {
            layout.vector(from, length, entry.plan().chunks);
        } else {
            layout.blocks(from, length, ranks, count);
        }
    }

    /** The rank that calls. */
    int rank() {
        return rank;
    }
}
