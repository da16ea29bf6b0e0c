// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.compare;

import java.util.List;

/**
 * What all contenders have in common.
 *
 * @param ranks how many, evenly spread over the hosts
 * @param hosts where {@code mpirun} starts them, in their order; none for this machine
 * @param transport {@code shm}, {@code tcp}, or {@code auto} for each one's own choice
 * @param buffers what memory JCCL's ranks use; the others use their language's own
 * @param capacityBytes no task is larger
 */
public record Ground(int ranks, List<String> hosts, String transport, String buffers, long capacityBytes) {}
