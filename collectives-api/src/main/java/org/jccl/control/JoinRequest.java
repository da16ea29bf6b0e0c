// SPDX-License-Identifier: Apache-2.0
package org.jccl.control;

import org.jccl.spi.Candidates;

/** What a rank says when it joins a communicator's control plane; the peers are by rank. */
record JoinRequest(
        long communicator, int rank, Candidates[] peers, ControlListener listener, long timeoutNs, long resumeNs) {}
