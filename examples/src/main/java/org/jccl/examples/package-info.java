// SPDX-License-Identifier: Apache-2.0
/**
 * Examples, from ten lines to the training of a classifier. Each runs alone as one rank, and as several with
 * {@code ./jccl launch --ranks 4 -- org.jccl.examples.Ex01HelloAllReduce}.
 */
package org.jccl.examples;
