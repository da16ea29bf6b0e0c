// SPDX-License-Identifier: Apache-2.0
/** Data-parallel training of Deeplearning4j's networks; see {@link org.jccl.dl4j.DataParallel}. */
package org.jccl.dl4j;
