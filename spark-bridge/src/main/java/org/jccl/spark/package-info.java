// SPDX-License-Identifier: Apache-2.0
/** The tasks of a barrier stage of Apache Spark as ranks; begins with {@link org.jccl.spark.BarrierCommunicator}. */
package org.jccl.spark;
