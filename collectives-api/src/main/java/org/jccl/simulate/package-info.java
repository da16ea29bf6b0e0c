// SPDX-License-Identifier: Apache-2.0
/**
 * A network that exists only in memory and virtual time, for tests that must be repeatable; and faults laid over a real
 * one, for rehearsals.
 */
package org.jccl.simulate;
