// SPDX-License-Identifier: Apache-2.0
/**
 * Schedules as pictures and as text, for people.
 */
package org.jccl.draw;
