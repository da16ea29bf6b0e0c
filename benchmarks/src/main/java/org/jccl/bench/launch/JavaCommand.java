// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.launch;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line that starts another JVM like this one. */
public final class JavaCommand {
    private static final int FIRST_WITH_NATIVE_ACCESS = 22;
    private static final String EXPORTS = "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED";

    private JavaCommand() {}

    /**
     * The same Java and JVM options, this class path and more.
     *
     * @param classPath goes before this JVM's own; empty for nothing
     * @param mainAndArguments what to run
     */
    public static List<String> of(final String classPath, final List<String> mainAndArguments) {
        return of(inheritedOptions(), classPath, mainAndArguments);
    }

    /** The same with these JVM options in place of this one's. */
    static List<String> of(final List<String> options, final String classPath, final List<String> mainAndArguments) {
        final List<String> command = new ArrayList<>();
        command.add(java());
        command.addAll(options);
        // What the manifest says when the harness's own jar is started with -jar.
        if (!command.contains(EXPORTS)) {
            command.add(EXPORTS);
        }
        if (Runtime.version().feature() >= FIRST_WITH_NATIVE_ACCESS) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.add("-cp");
        command.add(classPath.isEmpty() ? classPath() : classPath + File.pathSeparator + classPath());
        command.addAll(mainAndArguments);
        return command;
    }

    /** The program that runs this JVM. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Where this JVM finds its classes. */
    static String classPath() {
        return System.getProperty("java.class.path");
    }

    /** This JVM's options, as far as another one can have them too. */
    static List<String> inheritedOptions() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(JavaCommand::isInherited)
                .toList();
    }

    /** A debugger's port can be opened once only. */
    private static boolean isInherited(final String option) {
        return !option.startsWith("-agentlib:jdwp") && !option.startsWith("-Xrunjdwp");
    }
}
