// SPDX-License-Identifier: Apache-2.0
/**
 * Links between hosts over TCP, driven by whoever waits; with the setting {@code tcp.resume} connections that break are made anew.
 */
package org.jccl.tcp;
