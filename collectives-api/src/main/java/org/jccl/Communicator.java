// SPDX-License-Identifier: Apache-2.0
package org.jccl;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import org.jccl.buffer.BufferView;
import org.jccl.buffer.RegisteredMemory;
import org.jccl.error.InvalidUsageException;
import org.jccl.observe.LatencyReport;
import org.jccl.observe.RankStatus;
import org.jccl.traffic.Traffic;

/**
 * A group of ranks that call the same collectives in the same order.
 *
 * <p><b>Shapes.</b> Lengths are counted in elements of the view's {@link DataType}; a <em>block</em> is what one rank gives to or
 * gets from another, and a buffer of all blocks has them in rank order, side by side. All ranks give the same {@code n}, but for
 * the forms whose names end in V. Zero elements are allowed.
 *
 * <p><b>Threads.</b> Any thread may call. Operations of one communicator begin in the order in which they are submitted,
 * which must be the same on every rank; sends and receives have an order of their own, per peer. Two communicators never
 * wait for each other.
 *
 * <p><b>Waiting.</b> Blocking calls end at the communicator's deadline at the latest, counted from the call; the thread
 * that waits drives the transfer. An {@code Async} method returns at once and leaves the work to whoever waits next, or
 * to a thread of the communicator's own.
 *
 * <p><b>Buffers.</b> Both buffers of a call have the same {@link DataType}. Out of place, {@code input} is not written
 * and the two must not overlap. They belong to the operation until it ends, and nothing touches them afterwards, also
 * when it fails.
 *
 * <p><b>Errors.</b> {@link InvalidUsageException} refuses a call and leaves the communicator as it was. Every other
 * {@link org.jccl.error.CollectiveException} means that the communicator is aborted, here and on the other ranks.
 */
public interface Communicator extends AutoCloseable {
    /** Begins a communicator; see {@link CommunicatorBuilder}. */
    static CommunicatorBuilder builder() {
        return ServiceLoader.load(CommunicatorProvider.class, Communicator.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "no CommunicatorProvider: META-INF/services was lost, probably when jars were merged"))
                .builder();
    }

    /** This process's number, from 0 to {@link #size()} - 1. */
    int rank();

    /** How many ranks there are. */
    int size();

    /** What messages and logs call it. */
    String name();

    /**
     * Every rank gets the reduction of all inputs.
     *
     * @param input this rank's contribution, {@code n} elements
     * @param output the result, {@code n} elements of the same type; {@code input} itself for in place
     * @param op how elements are combined
     */
    void allReduce(BufferView input, BufferView output, ReduceOp op);

    /** As {@link #allReduce}, started and not waited for. */
    CollectiveRequest allReduceAsync(BufferView input, BufferView output, ReduceOp op);

    /**
     * The root gets the reduction of all inputs.
     *
     * @param input this rank's contribution, {@code n} elements
     * @param output the result, {@code n} elements; null except on the root
     * @param op how elements are combined
     * @param root which rank gets the result
     */
    void reduce(BufferView input, BufferView output, ReduceOp op, int root);

    /** As {@link #reduce}, started and not waited for. */
    CollectiveRequest reduceAsync(BufferView input, BufferView output, ReduceOp op, int root);

    /**
     * Every rank gets the root's input.
     *
     * @param input what is given, {@code n} elements; null except on the root
     * @param output where it goes, {@code n} elements, on every rank; {@code input} itself for in place
     * @param root which rank gives
     */
    void broadcast(BufferView input, BufferView output, int root);

    /** As {@link #broadcast}, started and not waited for. */
    CollectiveRequest broadcastAsync(BufferView input, BufferView output, int root);

    /**
     * Every rank gets every rank's block, in rank order.
     *
     * @param input this rank's block, {@code n} elements
     * @param output all blocks, {@code size * n} elements; in place if {@code input} is its block number {@code rank}
     */
    void allGather(BufferView input, BufferView output);

    /** As {@link #allGather}, started and not waited for. */
    CollectiveRequest allGatherAsync(BufferView input, BufferView output);

    /**
     * Rank r gets the reduction of everyone's block r.
     *
     * @param input all blocks, {@code size * n} elements
     * @param output this rank's block of the result, {@code n} elements; in place if it is block number {@code rank} of {@code input}
     * @param op how elements are combined
     */
    void reduceScatter(BufferView input, BufferView output, ReduceOp op);

    /** As {@link #reduceScatter}, started and not waited for. */
    CollectiveRequest reduceScatterAsync(BufferView input, BufferView output, ReduceOp op);

    /**
     * Block j of rank i's input becomes block i of rank j's output.
     *
     * @param input a block for every rank, {@code size * n} elements
     * @param output a block from every rank, {@code size * n} elements; must not overlap {@code input}
     */
    void allToAll(BufferView input, BufferView output);

    /** As {@link #allToAll}, started and not waited for. */
    CollectiveRequest allToAllAsync(BufferView input, BufferView output);

    /**
     * The root gets every rank's block, in rank order.
     *
     * @param input this rank's block, {@code n} elements
     * @param output all blocks, {@code size * n} elements; null except on the root; in place if {@code input} is its block {@code root}
     * @param root which rank gets them
     */
    void gather(BufferView input, BufferView output, int root);

    /** As {@link #gather}, started and not waited for. */
    CollectiveRequest gatherAsync(BufferView input, BufferView output, int root);

    /**
     * Rank r gets the root's block r.
     *
     * @param input all blocks, {@code size * n} elements; null except on the root
     * @param output this rank's block, {@code n} elements; in place if it is block {@code root} of {@code input}
     * @param root which rank gives
     */
    void scatter(BufferView input, BufferView output, int root);

    /** As {@link #scatter}, started and not waited for. */
    CollectiveRequest scatterAsync(BufferView input, BufferView output, int root);

    /**
     * Nobody returns before every rank has called.
     */
    void barrier();

    /** As {@link #barrier}, started and not waited for. */
    CollectiveRequest barrierAsync();

    /**
     * Gives elements to one rank, whose {@link #receive} takes them. May wait for that.
     *
     * @param input what is given
     * @param peer to whom; not this rank
     */
    void send(BufferView input, int peer);

    /** As {@link #send}, started and not waited for. */
    CollectiveRequest sendAsync(BufferView input, int peer);

    /**
     * Takes what one rank gives with {@link #send}, in the order it gives.
     *
     * @param output where it goes; as many elements as are sent
     * @param peer from whom; not this rank
     */
    void receive(BufferView output, int peer);

    /** As {@link #receive}, started and not waited for. */
    CollectiveRequest receiveAsync(BufferView output, int peer);

    /**
     * All-gather of blocks of different lengths.
     *
     * @param input this rank's block, {@code counts[rank]} elements
     * @param output all blocks side by side
     * @param counts elements of every rank's block, the same on every rank
     */
    void allGatherV(BufferView input, BufferView output, long[] counts);

    /** As {@link #allGatherV}, started and not waited for. */
    CollectiveRequest allGatherVAsync(BufferView input, BufferView output, long[] counts);

    /**
     * Reduce-scatter to blocks of different lengths.
     *
     * @param input all blocks side by side
     * @param output this rank's block of the result, {@code counts[rank]} elements
     * @param op how elements are combined
     * @param counts elements of every rank's block, the same on every rank
     */
    void reduceScatterV(BufferView input, BufferView output, ReduceOp op, long[] counts);

    /** As {@link #reduceScatterV}, started and not waited for. */
    CollectiveRequest reduceScatterVAsync(BufferView input, BufferView output, ReduceOp op, long[] counts);

    /**
     * Gather of blocks of different lengths.
     *
     * @param input this rank's block
     * @param output all blocks side by side; null except on the root
     * @param counts elements of every rank's block; read on the root alone, null is allowed elsewhere
     * @param root which rank gets them
     */
    void gatherV(BufferView input, BufferView output, long[] counts, int root);

    /** As {@link #gatherV}, started and not waited for. */
    CollectiveRequest gatherVAsync(BufferView input, BufferView output, long[] counts, int root);

    /**
     * Scatter of blocks of different lengths.
     *
     * @param input all blocks side by side; null except on the root
     * @param output this rank's block
     * @param counts elements of every rank's block; read on the root alone, null is allowed elsewhere
     * @param root which rank gives
     */
    void scatterV(BufferView input, BufferView output, long[] counts, int root);

    /** As {@link #scatterV}, started and not waited for. */
    CollectiveRequest scatterVAsync(BufferView input, BufferView output, long[] counts, int root);

    /**
     * All-to-all of blocks of different lengths.
     *
     * @param input a block for every rank, side by side
     * @param output a block from every rank, side by side; must not overlap {@code input}
     * @param sendCounts elements of the block for every rank
     * @param receiveCounts elements of the block from every rank
     */
    void allToAllV(BufferView input, BufferView output, long[] sendCounts, long[] receiveCounts);

    /** As {@link #allToAllV}, started and not waited for. */
    CollectiveRequest allToAllVAsync(BufferView input, BufferView output, long[] sendCounts, long[] receiveCounts);

    /** In-place all-reduce of a whole array; see {@link #allReduce(BufferView, BufferView, ReduceOp)}. */
    default void allReduce(final float[] inPlace, final ReduceOp op) {
        final BufferView view = BufferView.of(inPlace);
        allReduce(view, view, op);
    }

    /** In-place all-reduce of a buffer from position to limit. */
    default void allReduce(final ByteBuffer inPlace, final DataType type, final ReduceOp op) {
        final BufferView view = BufferView.of(inPlace, type);
        allReduce(view, view, op);
    }

    /** In-place broadcast of a whole array; see {@link #broadcast(BufferView, BufferView, int)}. */
    default void broadcast(final float[] inPlace, final int root) {
        final BufferView view = BufferView.of(inPlace);
        broadcast(view, view, root);
    }

    /** In-place broadcast of a buffer from position to limit. */
    default void broadcast(final ByteBuffer inPlace, final DataType type, final int root) {
        final BufferView view = BufferView.of(inPlace, type);
        broadcast(view, view, root);
    }

    /**
     * Submits all that {@code submissions} starts with {@code Async} methods of this communicator as one, and waits for
     * all of it. Within a group sends and receives may come in any order without deadlock, and small all-reduces of one
     * type and operator travel as one vector: 64 gradients of 1 KiB cost little more than one of 64 KiB. So every rank
     * groups the same collectives, in the same order.
     *
     * @param submissions calls {@code Async} methods only, on the calling thread
     */
    void group(Runnable submissions);

    /** As {@link #group}, started and not waited for. */
    CollectiveRequest groupAsync(Runnable submissions);

    /**
     * This communicator under another deadline: calls through the returned one share its order, its links and its fate,
     * and count their time against {@code deadline}. As with the communicator's own, an operation that misses it aborts
     * the communicator. Made once and kept, it costs a call nothing.
     *
     * @param deadline positive
     */
    Communicator timeout(Duration deadline);

    /**
     * This communicator with calls of another priority. Urgent collectives have an order of their own: they wait for no ordinary
     * one, and while they move, what is left to send of ordinary ones, sends and receives included, stays behind, however
     * large they are. It goes on between them, so nothing starves. Which collectives are urgent is the same on all ranks;
     * sends and receives always are ordinary. Combines with {@link #timeout} and {@link #tag}; made once and kept, it costs a
     * call nothing.
     *
     * <p>So a gradient of a gigabyte and a barrier need not wait for each other, if two threads call them, or one starts the
     * former and does not wait for it.
     */
    Communicator priority(Priority priority);

    /**
     * This communicator with calls that {@link #latencies} tells of under that name. Combines with {@link #timeout} and {@link
     * #priority}.
     *
     * @param tag up to 64 characters; empty for none. A few dozen in all: beyond that they are counted together
     */
    Communicator tag(String tag);

    /**
     * Memory that the transports reach without a copy: peers of one host read it where it lies. Where no transport has such
     * memory, ordinary native memory; see {@link RegisteredMemory}. Local; ranks need not call it alike.
     *
     * @param bytes how much, at least 1
     * @return to be closed by the caller
     */
    RegisteredMemory allocate(long bytes);

    /**
     * Which transport carries what goes to a rank: {@code "local"}, {@code "shm"}, {@code "tcp"}, ...
     *
     * @throws InvalidUsageException if that is no rank, or this one, which needs none
     */
    String transport(int peer);

    /**
     * The algorithm that carries out a collective, by the name that {@code JCCL_ALGO} knows it by, for an operator that
     * commutes. The same on every rank.
     *
     * @param collective its name in any case: {@code "all_reduce"}; {@code "all_gather_v"} for blocks of different lengths
     * @param sizeBytes the vector, or all blocks together
     * @param inPlace whether input and output are the same memory
     * @throws InvalidUsageException if there is no such collective or none can
     */
    String algorithm(String collective, long sizeBytes, boolean inPlace);

    /** Why that {@link #algorithm}, and what the others should take: some lines for a person to read. */
    String explain(String collective, long sizeBytes, boolean inPlace);

    /**
     * The last operations of this rank, at most 256, and what it is doing, as JSON lines: the form that {@code ./jccl analyze}
     * reads, and that is written into the folder of the setting {@code record} when the communicator fails. At any time,
     * also after a failure.
     */
    String flightRecord();

    /**
     * What this rank is doing and has done: its operations under way and for whom they wait, how many it has ended, what has
     * gone over its links and how fast lately, what failed. Any thread, at any time, also after a failure; it stops nobody,
     * so what changes meanwhile may be counted half.
     */
    RankStatus status();

    /**
     * How long this rank's operations took since the communicator was built, kind by kind: in all, waiting for the last rank to
     * enter, and in transfer, with who entered last. Any thread, at any time; it stops nobody, so an operation that ends
     * meanwhile may be counted half.
     */
    List<LatencyReport> latencies();

    /**
     * At which rates and in which shares this rank sends over wires, to be read and changed while all goes on. One for a
     * communicator that was built and all that come of it by {@link #split} and the like. Any thread, at any time; local, so
     * ranks need not say the same.
     */
    Traffic traffic();

    /**
     * Divides the ranks: those that give the same {@code color} form a new communicator, ordered by {@code key}, then by
     * rank. Called by every rank, in order with the collectives.
     *
     * @param color at least 0, or -1 to be in none
     * @param key orders the ranks of one color
     * @return the new communicator, to be closed apart from this one; null for color -1
     */
    Communicator split(int color, int key);

    /**
     * After a failure: a working communicator of the ranks that are left, in their old order. Called by every rank that is
     * left, when a call has thrown anything but {@link InvalidUsageException}; the ranks agree on who they are, whoever
     * else fails meanwhile. A rank that does not call it within the deadline is given up, and cannot come back into this
     * communicator. What still travels for the one that failed reaches nobody.
     *
     * <p>The communicator that failed stays as it is; close it when the memory that it allocated is not needed any more.
     *
     * @return the new communicator, whose {@link #recovery} says what has ended and what has not
     * @throws org.jccl.error.PeerFailedException if the others have given this rank up
     * @throws InvalidUsageException if nothing has failed
     */
    Communicator shrink();

    /**
     * Takes in processes that wait to join, such as ranks that were started again: a new communicator in which the ranks of
     * this one have their old numbers and the newcomers, in the order in which they came, the next ones. Called by every
     * rank, in order with the collectives. A newcomer is a process whose builder was told to {@link CommunicatorBuilder#join}
     * ; it gets the same new communicator. Either all have it, or this one goes on alone.
     *
     * <p>This communicator stays as it is; close it when it is not needed any more.
     *
     * @param least so many newcomers are awaited, within the deadline; with 0, those that wait already are taken in
     * @return the new communicator, or this very one if nobody came and nobody had to
     * @throws org.jccl.error.CollectiveTimeoutException if fewer came; this communicator can still be used
     * @throws InvalidUsageException if this communicator was built for one rank and listens nowhere
     */
    Communicator grow(int least);

    /** Of a communicator that came out of {@link #shrink} or {@link #grow}: what the ranks agreed on; else null. */
    Recovery recovery();

    /**
     * Ends everything pending, here and on every other rank, with an {@link org.jccl.error.CommunicatorAbortedException} that
     * carries the reason. Idempotent, does not wait; any thread, such as one that notices that the computation went wrong.
     *
     * @param reason a sentence for the people who read the other ranks' logs
     */
    void abort(String reason);

    /**
     * Gives back links, threads and ports. Local, idempotent, bounded by a few seconds; does not wait for other ranks, which may
     * still receive what this one has sent. Calls under way end with an exception. Memory from {@link #allocate} stays.
     */
    @Override
    void close();
}
