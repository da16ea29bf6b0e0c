// SPDX-License-Identifier: Apache-2.0
package org.jccl.spi;

/**
 * What a transport is told when it is opened.
 *
 * @param rank this rank
 * @param size how many there are
 * @param communicator a number that only the ranks of this communicator know, the same on all of them once connected;
 *     valid when {@code connect} is called
 * @param host equal exactly on ranks that share a machine and can share memory
 * @param timeoutNs within this time connecting must succeed or fail
 * @param waiter where the owner blocks; transports register what must wake it
 * @param connections the process's one listening port
 * @param settings tunables by name
 * @param resumeNs how long a transport may take to make a connection anew that broke while both ranks live, before the
 *     link fails; 0 if it fails at once; the same on all ranks and valid when {@code connect} is called
 */
public record TransportContext(
        int rank,
        int size,
        java.util.function.LongSupplier communicator,
        String host,
        long timeoutNs,
        Waiter waiter,
        Connections connections,
        Settings settings,
        java.util.function.LongSupplier resumeNs) {}
