// SPDX-License-Identifier: Apache-2.0
/**
 * Schedules as the executor runs them: one rank's steps, compiled into packed arrays with their dependencies, and where their
 * chunks lie in memory. Not part of the API.
 */
package org.jccl.plan;
