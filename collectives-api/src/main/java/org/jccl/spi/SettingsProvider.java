// SPDX-License-Identifier: Apache-2.0
package org.jccl.spi;

import java.util.List;

/**
 * Tells which settings a module reads; found by {@link java.util.ServiceLoader}. What no provider tells of cannot be set: the
 * builder refuses it, and variables are warned about. Stateless, any thread.
 */
public interface SettingsProvider {
    /** All of the module's settings, in the order in which users should read of them. */
    List<Setting<?>> settings();
}
