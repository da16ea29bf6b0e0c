// SPDX-License-Identifier: Apache-2.0
/**
 * Buffers in the memory of CUDA devices: views of them, and collectives in the order of a stream. Needs NVIDIA's driver and no
 * toolkit.
 */
package org.jccl.gpu;
