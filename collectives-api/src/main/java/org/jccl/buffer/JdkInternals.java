// SPDX-License-Identifier: Apache-2.0
package org.jccl.buffer;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;

/**
 * Makes {@code jdk.internal.misc} visible to Agrona before Agrona is first touched, so that a user needs no JVM flag.
 *
 * <p>The ladder: nothing to do if it is exported already (a flag, or {@code Add-Exports} in the main jar's manifest);
 * else ask the module system by reflection, which works where {@code java.lang} is open (Spark opens it); else through
 * the trusted lookup, which works on JDK 17 to 25; else one sentence that names the flag.
 */
final class JdkInternals {
    private static final String PACKAGE = "jdk.internal.misc";
    private static final String EXPORT = "implAddExports";

    private JdkInternals() {}

    static void export() {
        final Module base = Object.class.getModule();
        final Module agrona = agrona();
        if (base.isExported(PACKAGE, agrona) || byReflection(base, agrona)) {
            return;
        }
        try {
            final MethodHandle export = trustedLookup()
                    .findVirtual(Module.class, EXPORT, MethodType.methodType(void.class, String.class, Module.class));
            export.invoke(base, PACKAGE, agrona);
        } catch (final Throwable refused) {
            final String to = agrona.isNamed() ? agrona.getName() : "ALL-UNNAMED";
            throw new IllegalStateException(
                    "this JVM needs the flag --add-exports java.base/" + PACKAGE + "=" + to, refused);
        }
    }

    /** Who needs it: nameless on the class path. Loaded and not initialised, which would touch what is not visible yet. */
    private static Module agrona() {
        try {
            return Class.forName("org.agrona.DirectBuffer", false, JdkInternals.class.getClassLoader())
                    .getModule();
        } catch (final ClassNotFoundException missing) {
            throw new IllegalStateException("org.agrona:agrona is not on the class path", missing);
        }
    }

    private static boolean byReflection(final Module base, final Module agrona) {
        try {
            final Method export = Module.class.getDeclaredMethod(EXPORT, String.class, Module.class);
            export.setAccessible(true);
            export.invoke(base, PACKAGE, agrona);
            return true;
        } catch (final ReflectiveOperationException | RuntimeException refused) {
            return false;
        }
    }

    /** {@code sun.misc.Unsafe} by reflection alone: the compiler warns of any mention of it in the source. */
    private static MethodHandles.Lookup trustedLookup() throws ReflectiveOperationException {
        final Class<?> unsafeClass = Class.forName("sun.misc.Unsafe");
        final Field instance = unsafeClass.getDeclaredField("theUnsafe");
        instance.setAccessible(true);
        final Object unsafe = instance.get(null);
        final Field lookup = MethodHandles.Lookup.class.getDeclaredField("IMPL_LOOKUP");
        final long offset =
                (long) unsafeClass.getMethod("staticFieldOffset", Field.class).invoke(unsafe, lookup);
        final Object base =
                unsafeClass.getMethod("staticFieldBase", Field.class).invoke(unsafe, lookup);
        return (MethodHandles.Lookup)
                unsafeClass.getMethod("getObject", Object.class, long.class).invoke(unsafe, base, offset);
    }
}
