// SPDX-License-Identifier: Apache-2.0
/**
 * How ranks find each other: one all-gather of a few hundred bytes, a {@link org.jccl.bootstrap.Rendezvous}, while a communicator is
 * built. Programs seldom need more than an address in the builder; {@link org.jccl.bootstrap.InMemoryStore} is for ranks that are
 * threads of one process, and a lambda for whatever else can gather bytes. {@code docs/bootstrap.md} has the launchers that are
 * understood.
 */
package org.jccl.bootstrap;
