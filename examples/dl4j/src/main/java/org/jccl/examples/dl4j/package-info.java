// SPDX-License-Identifier: Apache-2.0
/**
 * Numbered examples that train networks of Deeplearning4j, or all-reduce arrays of other libraries. Start them with
 * {@code ./jccl launch --ranks 2 --class-path 'examples/dl4j/target/*:examples/dl4j/target/lib/*' -- CLASS}.
 */
package org.jccl.examples.dl4j;
