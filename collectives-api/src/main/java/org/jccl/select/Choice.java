// SPDX-License-Identifier: Apache-2.0
package org.jccl.select;

import org.jccl.algorithm.Algorithm;

/**
 * What the selector chose.
 *
 * @param algorithm what to use
 * @param reason which rule says so, and which rules before it could not be followed
 */
public record Choice(Algorithm algorithm, String reason) {
    @Override
    public String toString() {
        return algorithm.name() + ", because of " + reason;
    }
}
