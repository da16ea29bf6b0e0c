// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.launch;

/** Where a rank prints. */
enum OutputKind {
    /** Standard output. */
    OUT,
    /** Standard error. */
    ERR
}
