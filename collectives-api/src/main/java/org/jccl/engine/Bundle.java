// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.util.ArrayList;
import java.util.List;
import org.jccl.buffer.CopyEngine;
import org.jccl.buffer.Memory;

/**
 * Small all-reduces of one group that travel as one vector, since a message costs more than copying a small one. The
 * bundle stands for the caller's memory: position 0 is the first byte of the first vector, and each follows the one before.
 * After Horovod's tensor fusion (Sergeev and Del Balso, 2018), in the order of submission.
 */
final class Bundle {
    private final List<Operation> members;
    /** Where each member's vector begins in the bundle, in bytes, and where the last ends. */
    private final long[] offsets;

    private Bundle(final List<Operation> members) {
        this.members = members;
        this.offsets = new long[members.size() + 1];
        for (int i = 0; i < members.size(); i++) {
            offsets[i + 1] = offsets[i] + members.get(i).call().sizeBytes();
        }
    }

    /**
     * Replaces those of the operations that can travel together by one that does, in the place of the first. Every rank
     * comes to the same result, as the same calls are grouped on all.
     */
    static List<Operation> of(final List<Operation> operations, final Bundler bundler) {
        final List<List<Operation>> bundles = new ArrayList<>();
        for (final Operation operation : operations) {
            if (operation.canBeBundled()) {
                bundleFor(operation, bundles).add(operation);
            } else {
                bundles.add(List.of(operation));
            }
        }
        final List<Operation> result = new ArrayList<>(bundles.size());
        for (final List<Operation> bundle : bundles) {
            result.add(bundle.size() == 1 ? bundle.get(0) : bundler.operation(new Bundle(bundle)));
        }
        return result;
    }

    /** Makes the operation that carries a bundle. */
    interface Bundler {
        Operation operation(Bundle bundle);
    }

    private static List<Operation> bundleFor(final Operation operation, final List<List<Operation>> bundles) {
        for (final List<Operation> bundle : bundles) {
            final Operation first = bundle.get(0);
            if (first.canBeBundled() && first.call().travelsWith(operation.call())) {
                return bundle;
            }
        }
        final List<Operation> fresh = new ArrayList<>();
        bundles.add(fresh);
        return fresh;
    }

    List<Operation> members() {
        return members;
    }

    Call first() {
        return members.get(0).call();
    }

    /** As the first, within the shortest deadline of them. */
    Manner manner() {
        return first().manner()
                .timeout(members.stream()
                        .mapToLong(member -> member.timing().timeoutNs())
                        .min()
                        .orElseThrow());
    }

    long bytes() {
        return offsets[members.size()];
    }

    /** Differs, most likely, between bundles of other vectors: ranks that group other calls must not exchange theirs. */
    int mark() {
        long hash = 1;
        for (final long offset : offsets) {
            hash = hash * 31 + offset;
        }
        return (int) (hash ^ hash >>> 12 ^ hash >>> 24);
    }

    /** Reads and writes the members' inputs as one. */
    CopyEngine inputs() {
        return new Copies(true);
    }

    /** Reads and writes the members' outputs as one. */
    CopyEngine outputs() {
        return new Copies(false);
    }

    /** Copies by the processor, at once, from and to all the vectors that a range touches. */
    private final class Copies implements CopyEngine {
        private final boolean input;
        /** The vector that the latest copy ended in: copies follow each other. */
        private int latest;

        Copies(final boolean input) {
            this.input = input;
        }

        @Override
        public long load(final Object base, final long source, final long address, final long bytes) {
            return copy(source, address, bytes, true);
        }

        @Override
        public long store(final long address, final Object base, final long destination, final long bytes) {
            return copy(destination, address, bytes, false);
        }

        private long copy(final long from, final long address, final long bytes, final boolean load) {
            for (long done = 0; done < bytes; ) {
                final long position = from + done;
                final Region region = seek(position);
                final long place = region.address() + position - offsets[latest];
                final long length = Math.min(bytes - done, offsets[latest + 1] - position);
                if (load) {
                    Memory.copy(region.base(), place, null, address + done, length);
                } else {
                    Memory.copy(null, address + done, region.base(), place, length);
                }
                done += length;
            }
            return DONE;
        }

        @Override
        public boolean isDone(final long ticket) {
            return true;
        }

        private Region seek(final long position) {
            while (position < offsets[latest]) {
                latest--;
            }
            while (position >= offsets[latest + 1]) {
                latest++;
            }
            final Call call = members.get(latest).call();
            return input ? call.inputRegion() : call.outputRegion();
        }
    }
}
