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

    static final Setting<Long> SEND_BUFFER = Setting.size(
                    "tcp.sndbuf",
                    "0",
                    "what the kernel keeps of what a TCP connection was given to send, at most; 0: as it sees fit")
            .page("control.md#short-queues");

    @Override
    public List<Setting<?>> settings() {
        return List.of(STAGING, READ, SEND_BUFFER);
    }
}
