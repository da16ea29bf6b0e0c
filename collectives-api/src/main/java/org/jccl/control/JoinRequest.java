// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import java.net.InetSocketAddress;

/** What a rank says when it joins a communicator's control plane; the addresses are by rank. */
record JoinRequest(
        long communicator, int rank, InetSocketAddress[] addresses, ControlListener listener, long timeoutNs) {}
