// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.measure;

import java.util.List;

/**
 * What a perf run does, the same on every rank.
 *
 * @param subjects what is measured, one after the other
 * @param sizes of the rows
 * @param effort how often each row is called
 * @param check whether results are compared bit by bit
 * @param buffers what memory the ranks use
 * @param overlap whether to measure what a computation hides, and not the calls alone
 */
public record PerfPlan(
        List<Subject> subjects, Sizes sizes, Effort effort, boolean check, BufferSource buffers, boolean overlap) {}
