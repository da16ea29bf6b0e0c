// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.launch;

import java.util.ArrayList;
import java.util.List;

/**
 * What every rank of a job runs.
 *
 * @param javaOptions options of its JVM
 * @param classPath goes before that of the harness where the rank runs; empty for nothing
 * @param mainAndArguments the class with a main method, and its arguments
 */
record RankProgram(List<String> javaOptions, String classPath, List<String> mainAndArguments) {
    RankProgram {
        javaOptions = List.copyOf(javaOptions);
        mainAndArguments = List.copyOf(mainAndArguments);
    }

    /** With the options of this JVM. */
    static RankProgram of(final LaunchPlan plan) {
        return new RankProgram(JavaCommand.inheritedOptions(), plan.classPath(), plan.mainAndArguments());
    }

    /** The command that starts a rank of it on this machine. */
    List<String> command() {
        final List<String> main = new ArrayList<>(List.of(RankMain.class.getName()));
        main.addAll(mainAndArguments);
        return JavaCommand.of(javaOptions, classPath, main);
    }
}
