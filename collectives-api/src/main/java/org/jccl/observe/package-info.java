// SPDX-License-Identifier: Apache-2.0
/**
 * What a communicator tells of itself: {@link org.jccl.observe.RankStatus}, what one rank does and has done, and
 * {@link org.jccl.observe.LatencyReport}, how long its operations took; besides what it remembers for {@code ./jccl analyze}, and the
 * sentences made of that when something stands still. Times are nanoseconds, sizes bytes.
 */
package org.jccl.observe;
