// SPDX-License-Identifier: Apache-2.0
/**
 * What is thrown. All of it is unchecked and extends {@link org.jccl.error.CollectiveException}:
 *
 * <ul>
 *   <li>{@link org.jccl.error.InvalidUsageException}: the call was refused, nothing happened, the communicator lives on;
 *   <li>{@link org.jccl.error.PeerFailedException}: a rank died or cannot be reached; it is named;
 *   <li>{@link org.jccl.error.CollectiveTimeoutException}: a deadline passed; the message says who did not come;
 *   <li>{@link org.jccl.error.MismatchException}: ranks made different calls;
 *   <li>{@link org.jccl.error.CommunicatorAbortedException}: somebody aborted, or was interrupted;
 *   <li>{@link org.jccl.error.TransportException}: the network, the memory or the system failed.
 * </ul>
 *
 * <p>After any but the first the communicator is aborted, here and on every other rank: outputs are undefined, buffers are the
 * caller's again, and either the ranks that are left {@link org.jccl.Communicator#shrink} it, or a new one is built.
 */
package org.jccl.error;
