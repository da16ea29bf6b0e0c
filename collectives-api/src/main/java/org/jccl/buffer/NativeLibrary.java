// SPDX-License-Identifier: Apache-2.0
package org.jccl.buffer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The library's optional native part. Loaded at first use from the jar, through a file that only this user can read and
 * that is deleted at once. Nothing needs it: who calls native methods asks {@link #isLoaded} first. Other modules
 * {@link #load} native parts of their own in the same way. Any thread.
 *
 * <p>The system property {@code jccl.native=off} or, without that property, the environment variable
 * {@code JCCL_NATIVE=off} leaves it out. JDK 24 and later print a warning at loading unless started with
 * {@code --enable-native-access=ALL-UNNAMED}.
 */
public final class NativeLibrary {
    /** What leaves it out, by the name that all settings have. */
    public static final String SETTING = "native";

    private static final Logger LOG = LoggerFactory.getLogger(NativeLibrary.class);
    /** Why it is not loaded; null if it is. */
    private static final String ABSENCE = load();

    private NativeLibrary() {}

    /** Whether native methods may be called. */
    public static boolean isLoaded() {
        return ABSENCE == null;
    }

    /** {@code "loaded"}, or why it is not. */
    public static String status() {
        return isLoaded() ? "loaded" : ABSENCE;
    }

    private static String load() {
        final String reason = load(NativeLibrary.class, "jccl", System::load);
        if (reason != null) {
            LOG.info("native kernels not used: {}; pure-Java kernels give the same results, slower", reason);
        }
        return reason;
    }

    /**
     * Loads a native library out of the jar of a class.
     *
     * @param name without prefix and ending
     * @param loader {@code System::load}, written where the native methods are: it loads for the class that names it
     * @return null, or why it cannot be loaded
     */
    public static String load(final Class<?> origin, final String name, final Consumer<String> loader) {
        final String environment = System.getenv().getOrDefault("JCCL_NATIVE", "on");
        if (System.getProperty("jccl.native", environment).equalsIgnoreCase("off")) {
            return "switched off by jccl.native or JCCL_NATIVE";
        }
        final String resource = "/native/" + platform() + "/lib" + name + ".so";
        try (InputStream library = origin.getResourceAsStream(resource)) {
            if (library == null) {
                return "this jar was built without " + resource;
            }
            loadFrom(library, loader);
            return null;
        } catch (final IOException | UnsatisfiedLinkError | SecurityException refused) {
            return refused + " (the folder for temporary files is -Djava.io.tmpdir="
                    + System.getProperty("java.io.tmpdir") + ")";
        }
    }

    private static void loadFrom(final InputStream library, final Consumer<String> loader) throws IOException {
        final Path file = Files.createTempFile("jccl", ".so");
        try {
            Files.copy(library, file, StandardCopyOption.REPLACE_EXISTING);
            loader.accept(file.toString());
        } finally {
            Files.delete(file);
        }
    }

    /** As in {@code uname}: {@code linux-x86_64}. */
    private static String platform() {
        final String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        final String architecture = System.getProperty("os.arch");
        return system + "-" + (architecture.equals("amd64") ? "x86_64" : architecture);
    }
}
