// SPDX-License-Identifier: Apache-2.0
package org.jccl.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.jccl.error.InvalidUsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(10)
class LauncherEnvironmentTest {
    private static final String TORCHRUN = "RANK=5 WORLD_SIZE=8 LOCAL_RANK=1 MASTER_ADDR=head MASTER_PORT=29400";
    private static final String MPIRUN = "OMPI_COMM_WORLD_RANK=1 OMPI_COMM_WORLD_SIZE=2 OMPI_COMM_WORLD_LOCAL_RANK=1";
    private static final String SRUN = "SLURM_PROCID=3 SLURM_NTASKS=4 SLURM_LOCALID=1 SLURM_STEP_ID=0 SLURM_JOB_ID=99";

    /** Reads {@code A=1 B=2}. */
    private static LauncherEnvironment detect(final String... variables) {
        final Map<String, String> environment = new HashMap<>();
        for (final String variable : String.join(" ", variables).split(" ")) {
            final int equals = variable.indexOf('=');
            environment.put(variable.substring(0, equals), variable.substring(equals + 1));
        }
        return LauncherEnvironment.detect(environment);
    }

    private static LauncherEnvironment expected(
            final String source, final int rank, final int size, final int localRank, final String rendezvous) {
        return new LauncherEnvironment(source, rank, size, localRank, rendezvous);
    }

    @Test
    void shouldBeAloneWithoutALauncher() {
        assertThat(detect("PATH=/bin HOME=/root RANK= MASTER_ADDR=head")).isEqualTo(expected("none", 0, 1, 0, null));
        assertThat(detect("RANK=7")).as("anybody's RANK").isEqualTo(expected("none", 0, 1, 0, null));
    }

    @Test
    void shouldReadItsOwnVariablesFirst() {
        assertThat(detect(
                        "JCCL_RANK=1 JCCL_SIZE=3 JCCL_LOCAL_RANK=1 JCCL_RENDEZVOUS=tcp://h:1", TORCHRUN, MPIRUN, SRUN))
                .isEqualTo(expected("jccl", 1, 3, 1, "tcp://h:1"));
        assertThat(detect("JCCL_RANK=0 JCCL_SIZE=1")).isEqualTo(expected("jccl", 0, 1, -1, null));
    }

    @Test
    void shouldReadTorchrun() {
        assertThat(detect(TORCHRUN)).isEqualTo(expected("torchrun", 5, 8, 1, "tcp://head:29400"));
        assertThat(detect(TORCHRUN, SRUN)).as("torchrun under Slurm").isEqualTo(detect(TORCHRUN));
        assertThat(detect(TORCHRUN, "JOB_COMPLETION_INDEX=0"))
                .as("torchrun in a pod")
                .isEqualTo(detect(TORCHRUN));
        assertThat(detect(TORCHRUN, "JCCL_RENDEZVOUS=file:///x").rendezvous()).isEqualTo("file:///x");
    }

    @Test
    void shouldLeaveTorchrunsOwnStoreItsPort() {
        assertThat(detect(TORCHRUN, "TORCHELASTIC_USE_AGENT_STORE=True").rendezvous())
                .isEqualTo("tcp://head:29401");
        assertThat(detect(TORCHRUN, "TORCHELASTIC_USE_AGENT_STORE=False").rendezvous())
                .isEqualTo("tcp://head:29400");
    }

    @Test
    void shouldReadOpenMpi() {
        assertThat(detect(MPIRUN, "JCCL_RENDEZVOUS=tcp://h:1")).isEqualTo(expected("Open MPI", 1, 2, 1, "tcp://h:1"));
        assertThat(detect(MPIRUN, "JCCL_RENDEZVOUS=tcp://h:1", SRUN).source()).isEqualTo("Open MPI");
    }

    @Test
    void shouldMeetInAFolderOfTheJobWhereOpenMpiHasOneHost() {
        final LauncherEnvironment one = detect(MPIRUN, "OMPI_COMM_WORLD_LOCAL_SIZE=2 PMIX_NAMESPACE=prterun-h-12@1");
        assertThat(RendezvousAddress.parse(one.rendezvous())).isInstanceOf(FolderAddress.class);
        assertThat(one.rendezvous()).endsWith("?run=prterun-h-12-1");
        assertThat(detect(MPIRUN, "OMPI_COMM_WORLD_LOCAL_SIZE=2 OMPI_MCA_ess_base_jobid=77")
                        .rendezvous())
                .endsWith("?run=77");
    }

    @Test
    void shouldReadSlurm() {
        final LauncherEnvironment found = detect(SRUN, "SLURM_STEP_NODELIST=gpu[007-009,12],x SLURM_JOB_NODELIST=y");
        assertThat(found.source()).isEqualTo("Slurm");
        assertThat(found.rank()).isEqualTo(3);
        assertThat(found.size()).isEqualTo(4);
        assertThat(found.localRank()).isEqualTo(1);
        assertThat(found.rendezvous()).matches("tcp://gpu007:\\d+");
        final TcpAddress address = (TcpAddress) RendezvousAddress.parse(found.rendezvous());
        assertThat(address.port()).isBetween(12_000, 31_999);
    }

    @Test
    void shouldTakeAnotherPortForAnotherStep() {
        final String hosts = "SLURM_JOB_NODELIST=a";
        assertThat(detect(SRUN, hosts).rendezvous())
                .isNotEqualTo(detect(SRUN, hosts, "SLURM_STEP_ID=1").rendezvous());
    }

    @Test
    void shouldTakeASlurmBatchScriptForOneRank() {
        assertThat(detect("SLURM_PROCID=0 SLURM_NTASKS=4 SLURM_JOB_ID=99 SLURM_JOB_NODELIST=a")
                        .size())
                .isEqualTo(1);
    }

    @Test
    void shouldReadAnIndexedJob() {
        assertThat(detect("JOB_COMPLETION_INDEX=2 JCCL_SIZE=4 MASTER_ADDR=train-0.train"))
                .isEqualTo(expected("Kubernetes", 2, 4, -1, "tcp://train-0.train:29500"));
        assertThat(detect("JOB_COMPLETION_INDEX=2 WORLD_SIZE=4 MASTER_ADDR=train-0.train MASTER_PORT=7000"))
                .isEqualTo(expected("Kubernetes", 2, 4, -1, "tcp://train-0.train:7000"));
        assertThat(detect("JOB_COMPLETION_INDEX=2 JCCL_SIZE=4 JCCL_RENDEZVOUS=file:///x"))
                .isEqualTo(expected("Kubernetes", 2, 4, -1, "file:///x"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "JCCL_RANK=1 | JCCL_SIZE",
                "JCCL_SIZE=2 | JCCL_RANK",
                "JCCL_RANK=1 JCCL_SIZE=2 | JCCL_RENDEZVOUS",
                "RANK=1 MASTER_ADDR=h MASTER_PORT=1 | WORLD_SIZE",
                "WORLD_SIZE=2 MASTER_ADDR=h MASTER_PORT=1 | RANK",
                "RANK=1 WORLD_SIZE=2 MASTER_PORT=1 | MASTER_ADDR",
                "RANK=1 WORLD_SIZE=2 MASTER_ADDR=h | MASTER_PORT",
                "OMPI_COMM_WORLD_RANK=1 | OMPI_COMM_WORLD_SIZE",
                "OMPI_COMM_WORLD_SIZE=2 | OMPI_COMM_WORLD_RANK",
                "OMPI_COMM_WORLD_RANK=1 OMPI_COMM_WORLD_SIZE=2 OMPI_COMM_WORLD_LOCAL_SIZE=1 PMIX_NAMESPACE=x"
                        + " | JCCL_RENDEZVOUS",
                "SLURM_PROCID=1 SLURM_STEP_ID=0 | SLURM_NTASKS",
                "SLURM_PROCID=1 SLURM_STEP_ID=0 SLURM_NTASKS=2 SLURM_JOB_ID=1 | SLURM_STEP_NODELIST",
                "SLURM_PROCID=1 SLURM_STEP_ID=0 SLURM_NTASKS=2 SLURM_JOB_NODELIST=a | SLURM_JOB_ID",
                "JOB_COMPLETION_INDEX=1 | JCCL_SIZE",
                "JOB_COMPLETION_INDEX=1 JCCL_SIZE=2 | MASTER_ADDR"
            })
    void shouldSayWhichVariableIsMissing(final String variables, final String missing) {
        assertThatThrownBy(() -> detect(variables))
                .isInstanceOf(InvalidUsageException.class)
                .hasMessageContaining(", but " + missing + " (")
                .hasMessageEndingWith("is missing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "JCCL_RANK=x JCCL_SIZE=2 | JCCL_RANK='x' is no number",
                "JCCL_RANK=2 JCCL_SIZE=2 JCCL_RENDEZVOUS=tcp://h:1 | jccl says that this is rank 2 of 2, which cannot be",
                "RANK=-1 WORLD_SIZE=2 MASTER_ADDR=h MASTER_PORT=1 | torchrun says that this is rank -1 of 2"
            })
    void shouldRefuseNumbersThatCannotBe(final String variables, final String message) {
        assertThatThrownBy(() -> detect(variables))
                .isInstanceOf(InvalidUsageException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "head | head",
                "a,b | a",
                "gpu[1-4] | gpu1",
                "gpu[001-004,007],x | gpu001",
                "rack[1-2]n[01-10] | rack1n01",
                "n[3,5]-ib | n3-ib"
            })
    void shouldFindTheFirstHostOfSlurmsLists(final String list, final String first) {
        assertThat(SlurmHosts.first(list)).isEqualTo(first);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"a[1-2", "a]", "[x]"})
    void shouldRefuseListsThatAreNotSlurms(final String list) {
        assertThatThrownBy(() -> SlurmHosts.first(list)).hasMessageContaining("'" + list + "'");
    }
}
