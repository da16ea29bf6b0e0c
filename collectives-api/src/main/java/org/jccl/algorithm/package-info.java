// SPDX-License-Identifier: Apache-2.0
/**
 * One class per algorithm and collective. Each is a pure function from shape and rank to steps; the cost that its page
 * states is held against its steps by a test. Knows no transport, buffer, thread or clock.
 */
package org.jccl.algorithm;
