// SPDX-License-Identifier: Apache-2.0
/**
 * Kernels that combine elements: in C where the native library is loaded, else in Java, with the same bits.
 */
package org.jccl.reduce;
