// SPDX-License-Identifier: Apache-2.0
/**
 * Ranks that are threads of one process: they read each other's memory where it lies.
 */
package org.jccl.local;
