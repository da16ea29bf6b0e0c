// SPDX-License-Identifier: Apache-2.0
package org.jccl.rdma;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jccl.spi.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UcxSettingsTest {
    private static UcxSettings of(final Map<String, String> settings, final Map<String, String> environment) {
        return UcxSettings.of(new Settings(settings, name -> null, name -> null), environment::get);
    }

    @Test
    void shouldUseFabricsThatWriteMemoryAlone() {
        final UcxSettings chosen = of(Map.of(), Map.of());
        assertThat(chosen.values()).containsEntry("TLS", "rc").containsEntry("KEEPALIVE_INTERVAL", "inf");
        assertThat(chosen.values()).doesNotContainKey("NET_DEVICES");
        assertThat(chosen.detectsDeath()).isTrue();
        assertThat(chosen.writesMemory()).isTrue();
    }

    @Test
    void shouldStripeOverTheDevicesThatAreNamed() {
        assertThat(of(Map.of("rdma.devices", "mlx5_0:1, mlx5_1:1"), Map.of()).values())
                .containsEntry("NET_DEVICES", "mlx5_0:1,mlx5_1:1")
                .containsEntry("MAX_RNDV_RAILS", "2");
    }

    @Test
    void shouldLeaveToTheUserWhatTheUserSaysToUcx() {
        final UcxSettings chosen = of(
                Map.of("rdma.devices", "mlx5_0:1"),
                Map.of("UCX_NET_DEVICES", "mlx5_1:1", "UCX_TLS", "rc_verbs", "UCX_KEEPALIVE_INTERVAL", "1s"));
        assertThat(chosen.values()).doesNotContainKeys("NET_DEVICES", "TLS", "KEEPALIVE_INTERVAL");
    }

    @Test
    void shouldSetTheTimersOfFabricsAlone() {
        assertThat(of(Map.of(), Map.of()).values())
                .containsEntry("RC_TIMEOUT", "100ms")
                .containsEntry("RC_RETRY_COUNT", "6")
                .containsEntry("UD_TIMEOUT", "3600s")
                .containsEntry("RCACHE_MAX_REGIONS", "8192");
        assertThat(of(Map.of(), Map.of("UCX_TLS", "tcp")).values()).doesNotContainKeys("RC_TIMEOUT", "UD_TIMEOUT");
    }

    @ParameterizedTest
    @CsvSource({
        "UCX_RC_TIMEOUT,RC_TIMEOUT",
        "UCX_RC_MLX5_TIMEOUT,RC_TIMEOUT",
        "UCX_RC_VERBS_RETRY_COUNT,RC_RETRY_COUNT",
        "UCX_UD_VERBS_TIMEOUT,UD_TIMEOUT",
        "UCX_IB_RCACHE_MAX_REGIONS,RCACHE_MAX_REGIONS"
    })
    void shouldLeaveATimerToTheUserWhoSetsItByAnyOfItsNames(final String variable, final String name) {
        assertThat(of(Map.of(), Map.of(variable, "1")).values()).doesNotContainKey(name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rc|true|true",
                "rc_verbs,ud_verbs|true|true",
                "dc_x,rc_x|true|true",
                "ud_verbs|true|false",
                "tcp|true|false",
                "rc,tcp|true|false",
                "posix|false|true",
                "posix,cma|false|true",
                "rc,sm|false|true",
                "all|false|false",
                "^tcp|false|false",
                "^sm,tcp,self|true|false",
            })
    void shouldKnowWhatTransportsCanDo(final String transports, final boolean detects, final boolean writes) {
        final UcxSettings chosen = of(Map.of(), Map.of("UCX_TLS", transports));
        assertThat(chosen.detectsDeath()).as("detects death").isEqualTo(detects);
        assertThat(chosen.writesMemory()).as("writes memory").isEqualTo(writes);
    }
}
