// SPDX-License-Identifier: Apache-2.0
package org.jccl.observe;

import java.util.ArrayList;
import java.util.List;

/** Where in the user's code a thread is. Any thread. */
public final class CallSite {
    /** What stands between the user's line and the wait: the library, and the platform's own waiting. */
    private static final List<String> NOT_THE_USERS = List.of(
            "org.jccl.engine.",
            "org.jccl.Communicator",
            "org.jccl.observe.",
            "org.jccl.ring.",
            "org.jccl.spi.",
            "org.jccl.tcp.",
            "org.jccl.reduce.",
            "org.jccl.buffer.",
            "java.",
            "jdk.",
            "sun.");

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
        return place(StackWalker.getInstance()
                .walk(frames -> frames.map(StackWalker.StackFrame::toStackTraceElement)
                        .filter(CallSite::isUsers)
                        .limit(1)
                        .toList()));
    }

    private static String place(final List<StackTraceElement> stack) {
        for (final StackTraceElement frame : stack) {
            if (isUsers(frame)) {
                return text(frame);
            }
        }
        return stack.isEmpty() ? "a place unknown" : text(stack.get(0));
    }

    private static boolean isUsers(final StackTraceElement frame) {
        return NOT_THE_USERS.stream().noneMatch(frame.getClassName()::startsWith);
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
