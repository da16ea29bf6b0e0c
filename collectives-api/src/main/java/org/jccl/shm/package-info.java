// SPDX-License-Identifier: Apache-2.0
/**
 * Processes of one host: rings and memory in files that all of them map.
 */
package org.jccl.shm;
