// SPDX-License-Identifier: Apache-2.0
/**
 * Which algorithm performs an operation: a table of text that a person can read and override, and a model that says what
 * a choice costs.
 */
package org.jccl.select;
