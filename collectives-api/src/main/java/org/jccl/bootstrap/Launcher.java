// SPDX-License-Identifier: Apache-2.0
package org.jccl.bootstrap;

import org.jccl.error.InvalidUsageException;

/** The launchers whose variables are understood, the most explicit first. */
enum Launcher {
    /** {@code JCCL_RANK JCCL_SIZE JCCL_LOCAL_RANK JCCL_RENDEZVOUS}: {@code ./jccl launch} and people. */
    JCCL("jccl") {
        @Override
        boolean started(final Variables variables) {
            return variables.has("JCCL_RANK") || variables.has("JCCL_SIZE") && !anotherStarted(variables);
        }

        @Override
        LauncherEnvironment read(final Variables variables) {
            final int rank = variables.number("JCCL_RANK", "JCCL_SIZE is set", "this process's number");
            final int size = variables.number("JCCL_SIZE", "JCCL_RANK is set", "the number of processes");
            final String place = size == 1
                    ? variables.get(RENDEZVOUS)
                    : variables.require(RENDEZVOUS, "JCCL_RANK and JCCL_SIZE are set", PLACE);
            return found(rank, size, variables.number("JCCL_LOCAL_RANK", -1), place);
        }
    },

    /**
     * An indexed Job: {@code JOB_COMPLETION_INDEX} is set by Kubernetes, the rest in the manifest: {@code JCCL_SIZE} or
     * {@code WORLD_SIZE} (the Job's completions), and {@code JCCL_RENDEZVOUS} or {@code MASTER_ADDR} (the first pod's name
     * in a headless service) with {@code MASTER_PORT}. A pod that runs torchrun is torchrun's.
     */
    KUBERNETES("Kubernetes") {
        @Override
        boolean started(final Variables variables) {
            return variables.has("JOB_COMPLETION_INDEX") && !variables.has("RANK");
        }

        @Override
        LauncherEnvironment read(final Variables variables) {
            final String because = "JOB_COMPLETION_INDEX is set";
            final int rank = variables.number("JOB_COMPLETION_INDEX", because, "this pod's number");
            final String sizeName =
                    variables.has("JCCL_SIZE") || !variables.has("WORLD_SIZE") ? "JCCL_SIZE" : "WORLD_SIZE";
            final int size =
                    variables.number(sizeName, because, "the Job's completions; 1 if every pod works for itself");
            return found(rank, size, -1, size == 1 ? null : place(variables, because));
        }

        private String place(final Variables variables, final String because) {
            if (variables.has(RENDEZVOUS)) {
                return variables.get(RENDEZVOUS);
            }
            final String host =
                    variables.require("MASTER_ADDR", because, "the first pod's name, or set JCCL_RENDEZVOUS");
            return tcp(host, variables.number("MASTER_PORT", DEFAULT_PORT));
        }
    },

    /**
     * {@code RANK WORLD_SIZE LOCAL_RANK MASTER_ADDR MASTER_PORT}. Where torchrun's own store already listens at
     * MASTER_PORT ({@code TORCHELASTIC_USE_AGENT_STORE=True}), the ranks meet at the next port.
     */
    TORCHRUN("torchrun") {
        @Override
        boolean started(final Variables variables) {
            final boolean rest = variables.has("MASTER_ADDR") || variables.has("MASTER_PORT");
            // RANK alone may be anybody's
            return variables.has("RANK") && (rest || variables.has("WORLD_SIZE") || variables.has("LOCAL_RANK"))
                    || variables.has("WORLD_SIZE") && rest;
        }

        @Override
        LauncherEnvironment read(final Variables variables) {
            final int rank = variables.number("RANK", "torchrun's WORLD_SIZE is set", "this process's number");
            final int size = variables.number("WORLD_SIZE", "torchrun's RANK is set", "the number of processes");
            return found(rank, size, variables.number("LOCAL_RANK", -1), size == 1 ? null : place(variables));
        }

        private String place(final Variables variables) {
            if (variables.has(RENDEZVOUS)) {
                return variables.get(RENDEZVOUS);
            }
            final String because = "torchrun's RANK and WORLD_SIZE are set";
            final String host = variables.require("MASTER_ADDR", because, "rank 0's host");
            final int port = variables.number("MASTER_PORT", because, "a free port there");
            final boolean taken = "true".equalsIgnoreCase(variables.get("TORCHELASTIC_USE_AGENT_STORE"));
            return tcp(host, taken ? port + 1 : port);
        }
    },

    /**
     * {@code OMPI_COMM_WORLD_RANK} and the like, set by mpirun. It names no meeting place: on one host the ranks meet in a
     * folder named after the job, on several {@code JCCL_RENDEZVOUS} must be set.
     */
    OPEN_MPI("Open MPI") {
        @Override
        boolean started(final Variables variables) {
            return variables.has("OMPI_COMM_WORLD_RANK") || variables.has("OMPI_COMM_WORLD_SIZE");
        }

        @Override
        LauncherEnvironment read(final Variables variables) {
            final int rank =
                    variables.number("OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE is set", "this process's number");
            final int size =
                    variables.number("OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_RANK is set", "the number of processes");
            final int localRank = variables.number("OMPI_COMM_WORLD_LOCAL_RANK", -1);
            return found(rank, size, localRank, size == 1 ? null : place(variables, size));
        }

        private String place(final Variables variables, final int size) {
            final String job = variables.firstOf("PMIX_NAMESPACE", "OMPI_MCA_ess_base_jobid");
            final boolean oneHost = variables.number("OMPI_COMM_WORLD_LOCAL_SIZE", 0) == size;
            if (variables.has(RENDEZVOUS) || job == null || !oneHost) {
                return variables.require(RENDEZVOUS, "mpirun started ranks on several hosts", PLACE);
            }
            final String folder = System.getProperty("java.io.tmpdir") + "/jccl-" + System.getProperty("user.name");
            return new FolderAddress(java.nio.file.Path.of(folder), job.replaceAll("[^A-Za-z0-9_.-]", "-")).toString();
        }
    },

    /**
     * A job step, that is, what srun started: {@code SLURM_PROCID SLURM_NTASKS SLURM_LOCALID}. The ranks meet on the
     * first host of the step, at a port that follows from the job's number. A batch script itself is not a step and
     * counts as one rank.
     */
    SLURM("Slurm") {
        @Override
        boolean started(final Variables variables) {
            return variables.has("SLURM_PROCID") && (variables.has("SLURM_STEP_ID") || variables.has("SLURM_STEPID"));
        }

        @Override
        LauncherEnvironment read(final Variables variables) {
            final String because = "srun's SLURM_PROCID is set";
            final int rank = variables.number("SLURM_PROCID", because, "this process's number");
            final String sizeName = variables.has("SLURM_STEP_NUM_TASKS") ? "SLURM_STEP_NUM_TASKS" : "SLURM_NTASKS";
            final int size = variables.number(sizeName, because, "the number of processes");
            final int localRank = variables.number("SLURM_LOCALID", -1);
            return found(rank, size, localRank, size == 1 ? null : place(variables, because));
        }

        private String place(final Variables variables, final String because) {
            if (variables.has(RENDEZVOUS)) {
                return variables.get(RENDEZVOUS);
            }
            final String hosts = variables.firstOf("SLURM_STEP_NODELIST", "SLURM_JOB_NODELIST", "SLURM_NODELIST");
            if (hosts == null) {
                variables.require("SLURM_STEP_NODELIST", because, "the hosts; or set JCCL_RENDEZVOUS");
            }
            final String job = variables.require("SLURM_JOB_ID", because, "the job's number; or set JCCL_RENDEZVOUS");
            return tcp(SlurmHosts.first(hosts), port(job + "." + variables.get("SLURM_STEP_ID", "")));
        }
    };

    static final String RENDEZVOUS = "JCCL_RENDEZVOUS";
    static final String PLACE = "tcp://host:port of rank 0, or file:///folder that all share";
    /** Where nobody names a port; torch's own default, so that firewalls that let it through serve as well. */
    static final int DEFAULT_PORT = 29_500;
    /** Above the ports of services, below those that Linux gives to outgoing connections (32768). */
    private static final int FIRST_PORT = 12_000;

    private static final int PORTS = 20_000;

    private final String source;

    Launcher(final String source) {
        this.source = source;
    }

    /** Whether this launcher has left its marks. */
    abstract boolean started(Variables variables);

    /**
     * What it says.
     *
     * @throws InvalidUsageException if something is missing; the message says which variable
     */
    abstract LauncherEnvironment read(Variables variables);

    final LauncherEnvironment found(final int rank, final int size, final int localRank, final String rendezvous) {
        return new LauncherEnvironment(source, rank, size, localRank, rendezvous);
    }

    static boolean anotherStarted(final Variables variables) {
        return KUBERNETES.started(variables)
                || TORCHRUN.started(variables)
                || OPEN_MPI.started(variables)
                || SLURM.started(variables);
    }

    static String tcp(final String host, final int port) {
        return "tcp://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }

    /** The same on all ranks of a job step, and most likely another one for another step on the same host. */
    static int port(final String step) {
        return FIRST_PORT + Math.floorMod(step.hashCode(), PORTS);
    }
}
