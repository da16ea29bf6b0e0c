// SPDX-License-Identifier: Apache-2.0
package org.jccl.rdma;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jccl.buffer.NativeLibrary;
import org.openucx.jucx.ucp.UcpContext;

/**
 * The UCX of this machine and the JUCX of this class path, and whether both are there and fit. Nothing of either is
 * loaded before it is known that they do. Any thread.
 */
final class UcxLibrary {
    private static final String JUCX_CLASS = "org.openucx.jucx.ucp.UcpRequestParams";
    private static final String JUCX_VERSION = "/META-INF/maven/org.openucx/jucx/pom.properties";
    /** A line that ends in a transport and a device; those flagged 'a' only help to connect. */
    private static final Pattern RESOURCE =
            Pattern.compile("resource \\d+ +: +md \\d+ +dev \\d+ +flags -\\S* +(\\S+/\\S+)");

    private static final String NATIVE_ABSENCE = NativeLibrary.load(UcxLibrary.class, "jccl_rdma", System::load);
    private static final String UCX = NATIVE_ABSENCE == null ? findVersion() : null;
    private static final String JUCX = jucx();

    private UcxLibrary() {}

    /** The version of the libucp.so.0 that the loader finds, or null if there is none. */
    private static native String findVersion();

    /** What {@code ucp_context_print_info} prints of a context, or null. */
    private static native String describe(long context);

    private static String jucx() {
        try (InputStream properties = UcxLibrary.class.getResourceAsStream(JUCX_VERSION)) {
            final Properties read = new Properties();
            if (properties != null) {
                read.load(properties);
            }
            return read.getProperty("version");
        } catch (final IOException unreadable) {
            return null;
        }
    }

    /** By which of UCX's transports over which devices a context may carry bytes: {@code [rc_verbs/mlx5_0:1, ...]}. */
    static List<String> transports(final UcpContext context) {
        final String text = describe(context.getNativeId());
        return text == null
                ? List.of()
                : RESOURCE.matcher(text).results().map(found -> found.group(1)).toList();
    }

    /** {@code "UCX 1.13.1, JUCX 1.14"}. */
    static String versions() {
        return "UCX " + (UCX == null ? "missing" : UCX) + ", JUCX " + (JUCX == null ? "missing" : JUCX);
    }

    /** Why nothing can be done with them, in one sentence with advice, or null. */
    static String absence() {
        if (NATIVE_ABSENCE != null) {
            return "its native part is not loaded: " + NATIVE_ABSENCE;
        }
        if (UCX == null) {
            return "libucp.so.0 is not found: install UCX (Debian: libucx0, Red Hat: ucx), or name its folder in LD_LIBRARY_PATH";
        }
        if (!hasClass()) {
            return "JUCX is not on the class path, or older than 1.14 (there is " + versions()
                    + "): add org.openucx:jucx, of the version of UCX or an older one";
        }
        return null;
    }

    private static boolean hasClass() {
        try {
            Class.forName(JUCX_CLASS, false, UcxLibrary.class.getClassLoader());
            return true;
        } catch (final ClassNotFoundException missing) {
            return false;
        }
    }
}
