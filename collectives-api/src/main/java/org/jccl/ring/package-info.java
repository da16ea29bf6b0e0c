// SPDX-License-Identifier: Apache-2.0
/**
 * Rings in memory that one rank writes and its peers read, with doorbells for those that sleep; used by {@code local} and
 * {@code shm}.
 */
package org.jccl.ring;
