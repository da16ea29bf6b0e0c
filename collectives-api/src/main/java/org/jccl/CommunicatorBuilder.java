// SPDX-License-Identifier: Apache-2.0
package org.jccl;

import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import org.jccl.bootstrap.Rendezvous;

/**
 * Collects what a {@link Communicator} needs. Everything has a default: with nothing said, rank, size and rendezvous come
 * from the launcher's environment (JCCL's own, torchrun, Open MPI, Slurm, Kubernetes), and without any launcher the
 * communicator has one rank. What is said here goes before the system property {@code jccl.NAME}, that before the variable
 * {@code JCCL_NAME}. Not safe for use by several threads.
 */
public interface CommunicatorBuilder {
    /** This process's number, from 0 to size - 1; with {@link #size}, or neither. */
    CommunicatorBuilder rank(int rank);

    /** How many ranks there are, at least 1; the same on all of them. */
    CommunicatorBuilder size(int size);

    /** How the ranks find each other: an object that can gather bytes, such as one {@code InMemoryStore} for all threads. */
    CommunicatorBuilder rendezvous(Rendezvous rendezvous);

    /** How the ranks find each other: {@code tcp://host:port} (rank 0 listens there) or {@code file:///shared/folder}. */
    CommunicatorBuilder rendezvous(String address);

    /**
     * Which transport: {@code auto} (the default: the best for each pair of ranks), {@code local}, {@code shm}, {@code tcp},
     * {@code rdma}, or some of them with commas. One that is named and cannot be used is an error, with its reason.
     */
    CommunicatorBuilder transport(String name);

    /**
     * Deadline of every wait, building included; 30 seconds unless said. Counted from the call, in whole milliseconds; see
     * {@link Communicator#timeout} for single calls.
     */
    CommunicatorBuilder timeout(Duration timeout);

    /**
     * Joins a running communicator of the same {@link #name}, when its ranks call {@link Communicator#grow}. Rank and size come
     * from there; what the builder or a launcher says of them does not count.
     *
     * @param members {@code tcp://host:port,host:port}, where ranks of it listen, one that answers is enough; or {@code
     *     file:///folder}, in which they leave their addresses (setting {@code members})
     */
    CommunicatorBuilder join(String members);

    /** What messages and logs call it; {@code world} unless said. */
    CommunicatorBuilder name(String name);

    /** The secret that all ranks share; connections without it are refused. */
    CommunicatorBuilder token(String secret);

    /** Which algorithm where, as {@code allreduce:0-4k:recursive_doubling,allgather:ring}; goes before the table. */
    CommunicatorBuilder algorithms(String rules);

    /**
     * Takes connections from a socket that the caller has bound, rather than one of the library's own: for ports
     * that something else hands out. The library owns it from here on and closes it with
     * the communicator, also when building fails; a communicator of one rank needs it for those that join it.
     */
    CommunicatorBuilder listener(ServerSocketChannel listener);

    /**
     * A setting by name; see {@code docs/configuration.md}. Goes before properties and environment. A name that nothing on the
     * class path reads, or a value that cannot be read, is refused by {@link #build}.
     */
    CommunicatorBuilder set(String name, String value);

    /**
     * Meets the other ranks and connects; all of them call it. Blocks until all have come, or for the {@link #timeout}.
     *
     * @return to be closed by the caller
     * @throws org.jccl.error.InvalidUsageException if what was said makes no sense; nobody was met
     * @throws org.jccl.error.CollectiveException if they do not all come in time, or nothing connects them; the message
     *     names who and what
     */
    Communicator build();
}
