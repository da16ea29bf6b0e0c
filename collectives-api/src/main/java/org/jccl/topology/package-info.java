// SPDX-License-Identifier: Apache-2.0
/**
 * Who sits where, and over what any two ranks meet.
 */
package org.jccl.topology;
