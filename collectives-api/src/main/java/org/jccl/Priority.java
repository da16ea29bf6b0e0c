// SPDX-License-Identifier: Apache-2.0
package org.jccl;

/** Which operations of a communicator go before others; see {@link Communicator#priority}. The same on every rank of a call. */
public enum Priority {
    /** In the order of the calls. */
    ORDINARY,
    /** Before what is ordinary, also before the rest of what is under way. */
    URGENT
}
