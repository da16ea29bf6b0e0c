// SPDX-License-Identifier: Apache-2.0
/** Collectives over the memory of ND4J's arrays, where it lies; see {@link org.jccl.nd4j.NdArrays}. */
package org.jccl.nd4j;
