// SPDX-License-Identifier: Apache-2.0
/**
 * Links over InfiniBand and RoCE through UCX, by the JUCX that the application brings.
 */
package org.jccl.rdma;
