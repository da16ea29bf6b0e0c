// SPDX-License-Identifier: Apache-2.0
/** What a communicator remembers of its operations, and the sentences made of it when something stands still. */
package org.jccl.observe;
