// SPDX-License-Identifier: Apache-2.0
package org.jccl.bootstrap;

import java.util.Map;
import org.jccl.error.InvalidUsageException;

/**
 * What the program that started this process says about its place in the job. Understood, in this order, are JCCL's own
 * variables and those of Kubernetes' indexed jobs, torchrun, Open MPI and Slurm; {@code JCCL_RENDEZVOUS} goes before
 * every other way to say where the ranks meet. See {@code docs/bootstrap.md}.
 *
 * @param source the launcher's name, for logs; {@code none} if there is none
 * @param rank this process's number
 * @param size how many there are; 1 if there is no launcher
 * @param localRank this process's number on its host, or -1 if the launcher does not say
 * @param rendezvous where they meet, for {@link RendezvousAddress#parse}; null if there is only one rank
 */
public record LauncherEnvironment(String source, int rank, int size, int localRank, String rendezvous) {
    /** Refuses a rank outside the job. */
    public LauncherEnvironment {
        if (size < 1 || rank < 0 || rank >= size) {
            throw new InvalidUsageException(
                    source + " says that this is rank " + rank + " of " + size + ", which cannot be");
        }
    }

    /**
     * Reads an environment.
     *
     * @param environment usually {@link System#getenv()}
     * @throws InvalidUsageException if it is half set; the message says which variable is missing
     */
    public static LauncherEnvironment detect(final Map<String, String> environment) {
        final Variables variables = new Variables(environment);
        for (final Launcher launcher : Launcher.values()) {
            if (launcher.started(variables)) {
                return launcher.read(variables);
            }
        }
        return new LauncherEnvironment("none", 0, 1, 0, null);
    }
}
