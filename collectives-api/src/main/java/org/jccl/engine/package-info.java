// SPDX-License-Identifier: Apache-2.0
/**
 * Joins schedules and transports to communicators: assembles them, runs plans over lanes, notices and explains what goes wrong.
 */
package org.jccl.engine;
