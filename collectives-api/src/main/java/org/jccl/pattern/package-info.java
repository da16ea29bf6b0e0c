// SPDX-License-Identifier: Apache-2.0
/** The arithmetic of ranks: who talks to whom in which round. Plain functions over ints; depends on nothing. */
package org.jccl.pattern;
