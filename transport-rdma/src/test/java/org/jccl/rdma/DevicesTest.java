// SPDX-License-Identifier: Apache-2.0
package org.jccl.rdma;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DevicesTest {
    @TempDir
    Path folder;

    @Test
    void shouldFindNothingWhereThereIsNothing() {
        assertThat(new Devices(folder).areThere()).isFalse();
        assertThat(new Devices(folder.resolve("missing")).describe()).isEmpty();
    }

    @Test
    void shouldDescribeEachPortByWhatTheKernelSays() throws IOException {
        write("rxe0/ports/1/state", "4: ACTIVE\n");
        write("rxe0/ports/1/link_layer", "Ethernet\n");
        write("rxe0/ports/1/rate", "2.5 Gb/sec (1X SDR)\n");
        write("rxe0/ports/1/gids/0", "0000:0000:0000:0000:0000:0000:0000:0000\n");
        write("rxe0/ports/1/gids/1", "0000:0000:0000:0000:0000:ffff:0a4d:0001\n");
        write("rxe0/ports/1/gid_attrs/types/1", "RoCE v2\n");
        write("ib1/ports/2/state", "1: DOWN\n");
        assertThat(new Devices(folder).describe())
                .containsExactly(
                        "ib1:2 DOWN, , , no GID",
                        "rxe0:1 ACTIVE, Ethernet, 2.5 Gb/sec (1X SDR),"
                                + " GID 1 0000:0000:0000:0000:0000:ffff:0a4d:0001 RoCE v2");
    }

    private void write(final String name, final String content) throws IOException {
        final Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}
