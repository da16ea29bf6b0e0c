// SPDX-License-Identifier: Apache-2.0
package org.jccl;

/** Makes builders; the engine registers itself with {@link java.util.ServiceLoader}. Not for users. */
public interface CommunicatorProvider {
    /** A fresh builder. */
    CommunicatorBuilder builder();
}
