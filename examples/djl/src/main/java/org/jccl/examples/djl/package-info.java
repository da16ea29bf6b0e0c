// SPDX-License-Identifier: Apache-2.0
/** Numbered examples with arrays of the Deep Java Library. */
package org.jccl.examples.djl;
