// SPDX-License-Identifier: Apache-2.0
package org.jccl.shm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jccl.buffer.Memory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(value = OS.LINUX, disabledReason = "peers find the memory through /proc")
@Timeout(60)
class SharedAllocationTest {
    private static final int ALLOCATIONS = 300;

    @TempDir
    Path folder;

    /** It looks through all descriptors of the process, of which some may be closed as it looks at them. */
    @Test
    void shouldAllocateWhileOtherThreadsOpenAndCloseFiles() throws Exception {
        final AtomicBoolean done = new AtomicBoolean();
        final Thread other = new Thread(() -> openAndClose(done));
        other.start();
        try {
            for (int i = 0; i < ALLOCATIONS; i++) {
                try (SharedAllocation allocation = SharedAllocation.create(folder, 4096, closed -> {})) {
                    Memory.putLong(allocation.address(), i);
                    assertThat(Memory.getLong(allocation.address())).isEqualTo(i);
                    assertThat(SharedAllocation.descriptor(allocation.region())).isPositive();
                }
            }
        } finally {
            done.set(true);
            other.join(TimeUnit.SECONDS.toMillis(20));
        }
        assertThat(folder).isEmptyDirectory();
    }

    private static void openAndClose(final AtomicBoolean done) {
        while (!done.get()) {
            try (FileChannel first = FileChannel.open(Path.of("/dev/null"));
                    FileChannel second = FileChannel.open(Path.of("/dev/null"))) {
                assertThat(first.isOpen() && second.isOpen()).isTrue();
            } catch (final java.io.IOException none) {
                throw new java.io.UncheckedIOException(none);
            }
        }
    }
}
