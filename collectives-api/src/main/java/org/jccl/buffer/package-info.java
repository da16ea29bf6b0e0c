// SPDX-License-Identifier: Apache-2.0
/**
 * Memory that collectives read and write: {@link org.jccl.buffer.BufferView} for programs, and for those who bring memory of
 * devices {@link org.jccl.buffer.CopyEngine} and {@link org.jccl.buffer.Accelerator}. Lengths of views are counted in elements,
 * of memory in bytes; both are {@code long}.
 */
package org.jccl.buffer;
