// SPDX-License-Identifier: Apache-2.0
/**
 * The language in which algorithms are written: steps over chunks, as data. Depends on nothing.
 */
package org.jccl.schedule;
