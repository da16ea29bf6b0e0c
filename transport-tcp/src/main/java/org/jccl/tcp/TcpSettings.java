// SPDX-License-Identifier: Apache-2.0
package org.jccl.tcp;

import java.util.List;
import org.jccl.spi.Setting;
import org.jccl.spi.SettingsProvider;

/** The settings of TCP links. */
public final class TcpSettings implements SettingsProvider {
    static final Setting<Long> STAGING =
            Setting.size("tcp.staging", "64K", "small writes to a TCP connection are collected up to this");

    static final Setting<Long> READ = Setting.size("tcp.read", "256K", "one read from a TCP connection");

    @Override
    public List<Setting<?>> settings() {
        return List.of(STAGING, READ);
    }
}
