// SPDX-License-Identifier: Apache-2.0
/**
 * Collective communication: what a program calls.
 *
 * <p>A process builds a {@link org.jccl.Communicator} with the others, calls collectives over
 * {@linkplain org.jccl.buffer.BufferView views} of arrays, buffers or native memory, and closes it:
 *
 * <pre>{@code
 * try (Communicator world = Communicator.builder().build()) {     // rank and size from the launcher
 *     float[] gradient = compute();
 *     world.allReduce(gradient, ReduceOp.AVG);                      // in place; every rank has the average
 * }
 * }</pre>
 *
 * <p>Errors are in {@link org.jccl.error}, ways for ranks to find each other in {@link org.jccl.bootstrap}, what a communicator
 * tells of itself in {@link org.jccl.observe}. Everything else is not for programs, but {@link org.jccl.spi} for whoever writes a
 * transport.
 */
package org.jccl;
