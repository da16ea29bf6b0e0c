// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jccl.gpu.CudaDevice;
import org.jccl.spi.Transport;
import org.jccl.spi.TransportContext;
import org.jccl.spi.TransportProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(10)
class InspectionTest {
    @TempDir
    private Path root;

    @Test
    void shouldAdviseWhenAControlGroupLeavesFewerCoresThanThereAre() throws IOException {
        write("proc/cpuinfo", "processor : 0", "model name\t: Test CPU", "processor : 1", "processor : 2");
        write("sys/fs/cgroup/cpu.max", "150000 100000");

        final Finding cores = new ProcessorInspection(files(), 2).cores();

        assertThat(cores.fact()).isEqualTo("2 usable of 3: Test CPU, control group quota 150000 100000 us");
        assertThat(cores.advice()).contains("usable cores");
    }

    @Test
    void shouldBeContentWhenAllCoresAreUsable() throws IOException {
        write("proc/cpuinfo", "processor : 0", "processor : 1", "model name\t: Test CPU");
        write("sys/fs/cgroup/cpu.max", "max 100000");
        assertThat(new ProcessorInspection(files(), 2).cores())
                .isEqualTo(Finding.fine("cores", "2 usable of 2: Test CPU"));
    }

    @Test
    void shouldSayHowFarApartCoresAre() {
        assertThat(ProcessorInspection.distance(51.2)).isEqualTo(Finding.fine("core to core", "51 ns one way"));
        assertThat(ProcessorInspection.distance(210).advice()).contains("far apart");
        assertThat(ProcessorInspection.distance(Double.NaN).fact()).isEqualTo("one core only");
    }

    @Test
    void shouldListCudaDevicesOrSayWhyThereAreNone() {
        final CudaDevice device = new CudaDevice(0, "H100", 80L << 30, "9.0", "0000:3B:00.0", List.of(1, 2));
        assertThat(new DeviceInspection(files()).findings(null, "12.6", List.of(device)))
                .containsExactly(
                        Finding.fine("cuda", "driver for CUDA 12.6"),
                        Finding.fine(
                                "cuda 0",
                                "H100, 80.0 GiB, compute capability 9.0, PCI 0000:3B:00.0, PCIe generation unknown of "
                                        + "unknown, lanes unknown of unknown, reaches the memory of [1, 2]"));
        assertThat(new DeviceInspection(files()).findings("no driver", "none", List.of()))
                .containsExactly(new Finding("cuda", "no device buffers here", "no driver"));
    }

    @Test
    void shouldSayHowADeviceIsPluggedInAndAdviseWhenLanesAreMissing() throws IOException {
        final String folder = "sys/bus/pci/devices/0000:3b:00.0/";
        write(folder + "current_link_speed", "2.5 GT/s PCIe");
        write(folder + "current_link_width", "8");
        write(folder + "max_link_speed", "32.0 GT/s PCIe");
        write(folder + "max_link_width", "16");
        final PciLink link = PciLink.of(files(), "0000:3B:00.0");
        assertThat(link.summary()).isEqualTo("PCIe generation 1 of 5, lanes 8 of 16");
        assertThat(link.isNarrow()).isTrue();

        write(folder + "current_link_width", "16");
        assertThat(PciLink.of(files(), "0000:3B:00.0").isNarrow()).isFalse();
        write(folder + "current_link_width", "255");
        assertThat(PciLink.of(files(), "0000:3B:00.0").summary()).contains("lanes unknown of 16");
    }

    @Test
    void shouldAdviseWhenSharedMemoryHasLittleRoomOrIsMissing() {
        assertThat(MemoryInspection.room(root, 64L << 20, 64L << 20).advice()).contains("--shm-size");
        assertThat(MemoryInspection.room(root, 1L << 30, 2L << 30).fact()).startsWith("1024 MiB free of 2048 MiB");
        assertThat(new MemoryInspection(files(), root.resolve("none"))
                        .sharedMemory()
                        .advice())
                .contains("mount a tmpfs");
    }

    @Test
    void shouldAdviseWhenHugePagesAreSwitchedOff() throws IOException {
        write("proc/meminfo", "MemAvailable:  1000 kB", "HugePages_Total:       3");
        write("sys/kernel/mm/transparent_hugepage/enabled", "always madvise [never]");
        write("sys/kernel/mm/transparent_hugepage/shmem_enabled", "always [advise] never");

        final Finding pages = new MemoryInspection(files(), root).hugePages();

        assertThat(pages.fact()).isEqualTo("transparent never, for shared memory advise, reserved 3");
        assertThat(pages.advice()).contains("madvise >");
    }

    @Test
    void shouldReadTheSoftLimits() throws IOException {
        write(
                "proc/self/limits",
                "Limit                     Soft Limit           Hard Limit           Units",
                "Max open files            256                  4096                 files",
                "Max locked memory         unlimited            unlimited            bytes");
        final List<Finding> findings = new LimitsInspection(files()).findings();
        assertThat(findings).hasSize(2);
        assertThat(findings.get(0).fact()).isEqualTo("256");
        assertThat(findings.get(0).advice()).contains("ulimit -n");
        assertThat(findings.get(1)).isEqualTo(Finding.fine("locked memory", "unlimited"));
    }

    @Test
    void shouldFindNothingWhereThereAreNoSuchFiles() {
        assertThat(new LimitsInspection(files()).findings()).isEmpty();
        assertThat(new ProcessorInspection(files(), 4).cores().fact()).startsWith("4 usable: ");
    }

    @Test
    void shouldShowTheLibrarysVariablesButNoSecret() {
        final Map<String, String> environment = Map.of("JCCL_DEBUG", "INFO", "JCCL_TOKEN", "secret", "HOME", "/root");
        assertThat(new SoftwareInspection(environment).settings().fact())
                .isEqualTo("{JCCL_DEBUG=INFO, JCCL_TOKEN=***}");
        assertThat(new SoftwareInspection(Map.of()).settings().fact()).isEqualTo("no variable JCCL_*");
    }

    @Test
    void shouldSayWhatWasMeantByAVariableThatNothingReads() {
        assertThat(new SoftwareInspection(Map.of("JCCL_TCP_RAED", "1M")).settings())
                .isEqualTo(new Finding(
                        "environment",
                        "{JCCL_TCP_RAED=1M}",
                        "nothing on the class path reads the variable JCCL_TCP_RAED; did you mean JCCL_TCP_READ?"));
    }

    @Test
    void shouldSayWhetherConnectionsAreEncryptedAndWhyNot() {
        assertThat(new SoftwareInspection(Map.of()).tls().fact()).startsWith("off");
        assertThat(new SoftwareInspection(Map.of("JCCL_TLS_CA", "/no/such/file"))
                        .tls()
                        .advice())
                .contains("JCCL_TLS_CERT is missing");
    }

    @Test
    void shouldSayWhatTheLauncherSays() {
        final Map<String, String> torchrun =
                Map.of("RANK", "3", "WORLD_SIZE", "4", "MASTER_ADDR", "h0", "MASTER_PORT", "29500");
        assertThat(new SoftwareInspection(torchrun).launcher())
                .isEqualTo(Finding.fine("launcher", "torchrun: rank 3 of 4, meeting at tcp://h0:29500"));
        assertThat(new SoftwareInspection(Map.of()).launcher().fact()).isEqualTo("none: rank 0 of 1");
        assertThat(new SoftwareInspection(Map.of("JCCL_RANK", "3")).launcher().advice())
                .contains("JCCL_SIZE");
    }

    @Test
    void shouldPassOnWhyATransportIsNotHere() {
        assertThat(SoftwareInspection.transport(provider(null))).isEqualTo(Finding.fine("transport", "x: available"));
        assertThat(SoftwareInspection.transport(provider("no such device; buy one")))
                .isEqualTo(new Finding("transport", "x: not here", "no such device; buy one"));
    }

    @Test
    void shouldMeasureAPlausibleDistanceBetweenCores() {
        final double latencyNs = CoreLatency.measureNs(5_000_000);
        if (Runtime.getRuntime().availableProcessors() > 1) {
            assertThat(latencyNs).isPositive();
        } else {
            assertThat(latencyNs).isNaN();
        }
    }

    private static TransportProvider provider(final String reason) {
        return new TransportProvider() {
            @Override
            public String name() {
                return "x";
            }

            @Override
            public String unavailable() {
                return reason;
            }

            @Override
            public int latencyNs() {
                return 0;
            }

            @Override
            public Transport open(final TransportContext context) {
                throw new UnsupportedOperationException();
            }
        };
    }

    private SystemFiles files() {
        return new SystemFiles(root);
    }

    private void write(final String file, final String... lines) throws IOException {
        final Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.write(path, List.of(lines));
    }
}
