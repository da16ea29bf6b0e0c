// SPDX-License-Identifier: Apache-2.0
package org.jccl.rdma;

import java.util.List;
import org.jccl.spi.Setting;
import org.jccl.spi.SettingsProvider;

/** The settings of links over RDMA; UCX reads its own variables besides. */
public final class RdmaSettings implements SettingsProvider {
    static final Setting<String> DEVICES = Setting.text(
                    "rdma.devices", "", "ports for RDMA, such as `mlx5_0:1,mlx5_1:1`")
            .unset("all")
            .page("rdma.md");

    @Override
    public List<Setting<?>> settings() {
        return List.of(DEVICES);
    }
}
