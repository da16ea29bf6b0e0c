// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

/**
 * A message that is not what was sent.
 *
 * @param inHeader whether that shows in the header already
 * @param sent the sum that came with it
 * @param received the sum of what came
 */
record SpoiltMessage(boolean inHeader, long sent, long received) {}
