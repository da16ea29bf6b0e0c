// SPDX-License-Identifier: Apache-2.0
/**
 * Proof, by symbolic execution of all ranks at once, that schedules do what their collective promises and cannot
 * deadlock. Depends on the schedule language alone.
 */
package org.jccl.verify;
