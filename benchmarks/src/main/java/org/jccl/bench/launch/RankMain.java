// SPDX-License-Identifier: Apache-2.0
package org.jccl.bench.launch;

import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/**
 * Where every launched rank begins: runs another class's {@code main}, and ends the process, and what it has
 * started, if the launcher vanishes, so that a killed launcher leaves nothing behind.
 */
public final class RankMain {
    /** The launcher's process id. */
    static final String LAUNCHER_PID = "JCCL_LAUNCHER_PID";

    private static final long WATCH_MS = 500;
    /** What a shell says of a process ended by SIGTERM. */
    private static final int TERMINATED = 143;

    private RankMain() {}

    /** Whether this process was started by {@link Launcher}, which marks its output. */
    public static boolean isLaunched() {
        return System.getenv(LAUNCHER_PID) != null;
    }

    /** The class's name, then its arguments. */
    public static void main(final String[] args) throws Throwable {
        Logging.configure();
        watchLauncher(Long.parseLong(System.getenv(LAUNCHER_PID)));
        try {
            Class.forName(args[0]).getMethod("main", String[].class).invoke(null, (Object)
                    Arrays.copyOfRange(args, 1, args.length));
        } catch (final InvocationTargetException thrown) {
            throw thrown.getCause();
        } catch (final ClassNotFoundException | NoSuchMethodException missing) {
            System.err.println("no public static main(String[]) in class " + args[0] + ": " + missing);
            System.exit(2);
        }
    }

    private static void watchLauncher(final long pid) {
        final Thread watch = new Thread(() -> waitFor(pid), "launcher-watch");
        watch.setDaemon(true);
        watch.start();
    }

    private static void waitFor(final long pid) {
        try {
            while (ProcessHandle.of(pid).isPresent()) {
                Thread.sleep(WATCH_MS);
            }
            ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
            Runtime.getRuntime().halt(TERMINATED);
        } catch (final InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
