// SPDX-License-Identifier: Apache-2.0
package org.jccl.tcp;

import org.jccl.spi.Greeting;

/**
 * What is said to a peer.
 *
 * @param identity what it must say first, to be the peer and not somebody else with its address
 * @param greeting who we are and what for
 * @param token signs it
 */
record LaneGreeting(long identity, Greeting greeting, byte[] token) {}
