// SPDX-License-Identifier: Apache-2.0
package org.jccl.engine;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import org.jccl.error.InvalidUsageException;
import org.jccl.spi.CoreSettings;
import org.jccl.spi.Settings;

/**
 * Has a signal of the operating system run something, besides what it ran before, until it is closed. By reflection, since
 * the class that does it is outside of the platform's API and a runtime image may lack it. Any thread.
 */
final class RecordSignal implements AutoCloseable {
    /** Those by which people end a process, and the one by which HotSpot stops threads on Linux, to sample them say. */
    private static final Set<String> TAKEN = Set.of("HUP", "INT", "TERM", "QUIT", "KILL", "STOP", "USR2");

    private final Object signal;
    private final Object handler;
    private final Runnable action;
    private Object previous;
    private volatile boolean closed;

    private RecordSignal(final String name, final Runnable action) throws ReflectiveOperationException {
        this.action = action;
        this.signal =
                Class.forName("sun.misc.Signal").getConstructor(String.class).newInstance(name);
        this.handler = Proxy.newProxyInstance(
                RecordSignal.class.getClassLoader(),
                new Class<?>[] {handlerType()},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "handle" -> raised();
                    case "equals" -> proxy == arguments[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    default -> "what JCCL does at " + signal;
                });
    }

    private static Class<?> handlerType() throws ClassNotFoundException {
        return Class.forName("sun.misc.SignalHandler");
    }

    /** Refuses what cannot be a signal for this; nothing is asked of the system yet. */
    static void check(final Settings settings) {
        final String name = settings.get(CoreSettings.RECORD_SIGNAL);
        if (TAKEN.contains(name)) {
            throw new InvalidUsageException("JCCL_RECORD_SIGNAL=" + name
                    + " has another meaning for the JVM or for those who end it; give USR1");
        }
    }

    /**
     * Waits for the signal that the settings name.
     *
     * @return null if they name none
     */
    static RecordSignal open(final Settings settings, final Runnable action) {
        final String name = settings.get(CoreSettings.RECORD_SIGNAL);
        return name.isEmpty() ? null : open(name, action);
    }

    /** Waits for that signal. */
    static RecordSignal open(final String name, final Runnable action) {
        try {
            final RecordSignal opened = new RecordSignal(name, action);
            synchronized (RecordSignal.class) {
                opened.previous = opened.handle(opened.handler);
            }
            return opened;
        } catch (final InvocationTargetException refused) {
            throw new InvalidUsageException(
                    "JCCL_RECORD_SIGNAL=" + name + ": " + refused.getCause().getMessage() + "; give USR1", refused);
        } catch (final ReflectiveOperationException missing) {
            throw new InvalidUsageException(
                    "JCCL_RECORD_SIGNAL=" + name
                            + " needs the module jdk.unsupported, which this runtime lacks; ask with"
                            + " './jccl status HOST:PORT --record DIR' instead",
                    missing);
        }
    }

    /** Makes that the handler, and returns the one before. */
    private Object handle(final Object newHandler) throws ReflectiveOperationException {
        return signal.getClass()
                .getMethod("handle", signal.getClass(), handlerType())
                .invoke(null, signal, newHandler);
    }

    private Object raised() throws ReflectiveOperationException {
        if (!closed) {
            action.run();
        }
        if (previous != handlerType().getField("SIG_DFL").get(null)
                && previous != handlerType().getField("SIG_IGN").get(null)) {
            handlerType().getMethod("handle", signal.getClass()).invoke(previous, signal);
        }
        return null;
    }

    /** Restores what was before; if somebody has taken the signal since, it stays theirs, and only the action ends. */
    @Override
    public void close() {
        closed = true;
        synchronized (RecordSignal.class) {
            try {
                final Object current = handle(previous);
                if (current != handler) {
                    handle(current);
                }
            } catch (final ReflectiveOperationException impossible) {
                throw new IllegalStateException("the signal was handled before", impossible);
            }
        }
    }
}
