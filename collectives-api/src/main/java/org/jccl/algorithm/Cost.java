// SPDX-License-Identifier: Apache-2.0
package org.jccl.algorithm;

/**
 * What an algorithm costs, as its papers state it.
 *
 * @param rounds the longest chain of messages, each of which must arrive before the next can leave
 * @param bytesSent how much the busiest rank sends, as a multiple of the collective's size in the sense of nccl-tests
 *     (the whole vector for all-reduce, reduce and broadcast; all blocks together for the others)
 */
public record Cost(int rounds, double bytesSent) {}
