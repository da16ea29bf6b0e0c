// SPDX-License-Identifier: Apache-2.0
package org.jccl.observe;

import java.util.ArrayList;
import java.util.List;

/** Where in the user's code a thread is. Any thread. */
public final class CallSite {
    /** How the library is entered, and what the platform itself does. */
    private static final List<String> LIBRARY = List.of("org.jccl.engine.", "org.jccl.Communicator");

    private static final List<String> PLATFORM = List.of("java.", "jdk.", "sun.");

    private static final int MOST_FRAMES = 12;

    private CallSite() {}

    /** Where a thread is, as {@code thread 'main' is at Trainer.step(Trainer.java:212)}; it may be null or have ended. */
    public static String of(final Thread thread) {
        if (thread == null) {
            return "no thread of it has made a call yet";
        }
        final String name = "thread '" + thread.getName() + "'";
        final StackTraceElement[] stack = thread.getStackTrace();
        return stack.length == 0 ? name + " has ended" : name + " is at " + place(List.of(stack));
    }

    /** Where the calling thread is. */
    public static String here() {
        return place(List.of(Thread.currentThread().getStackTrace()));
    }

    /** Whoever entered the library, whatever that has called since; else the innermost frame that is not the platform's. */
    private static String place(final List<StackTraceElement> stack) {
        for (int i = stack.size() - 2; i >= 0; i--) {
            if (isOf(LIBRARY, stack.get(i))) {
                return text(stack.get(i + 1));
            }
        }
        return stack.stream()
                .filter(frame -> !isOf(PLATFORM, frame))
                .findFirst()
                .or(() -> stack.stream().findFirst())
                .map(CallSite::text)
                .orElse("a place unknown");
    }

    private static boolean isOf(final List<String> prefixes, final StackTraceElement frame) {
        return prefixes.stream().anyMatch(frame.getClassName()::startsWith);
    }

    private static String text(final StackTraceElement frame) {
        final String type = frame.getClassName();
        return type.substring(type.lastIndexOf('.') + 1)
                + '.'
                + frame.getMethodName()
                + '('
                + frame.getFileName()
                + ':'
                + frame.getLineNumber()
                + ')';
    }

    /** The upper part of a thread's stack, line by line; empty if there is no such thread any more. */
    public static List<String> stack(final Thread thread) {
        final List<String> lines = new ArrayList<>();
        if (thread != null) {
            for (final StackTraceElement frame : thread.getStackTrace()) {
                if (lines.size() < MOST_FRAMES) {
                    lines.add(frame.toString());
                }
            }
        }
        return lines;
    }
}
