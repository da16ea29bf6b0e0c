// SPDX-License-Identifier: Apache-2.0
package org.jccl.verify;

/**
 * The k-th message on one link and direction, as both ends see it.
 *
 * @param sender a SEND or SIGNAL
 * @param receiver the step that takes it
 * @param operand which operand of the receiver it is
 */
record Message(Action sender, Action receiver, int operand) {}
