// SPDX-License-Identifier: Apache-2.0
package org.jccl.buffer;

/**
 * The place that one operation has among the work on a stream of a device: after what was there when it was submitted, and
 * before what comes once {@link #hold} was called. Made by {@link CopyEngine#turn}. None of its methods waits for the
 * device's work, but the driver may hold up {@link #hold} while a stream is full.
 */
public interface StreamTurn {
    /** Work that is put on the stream from now on waits for {@link #end}. Called once, by the thread that submits. */
    void hold();

    /**
     * Whether the work before it has ended. Asked by the owner of a progress domain until it has, or until {@link #end}.
     * Throws if that work has failed: the operation then fails on every rank with what is thrown.
     */
    boolean hasCome();

    /**
     * The operation has ended, well or not, or never begins: what waits for it goes on, and sees all that its copies wrote.
     * Any thread; must not throw; does nothing the second time, nor harm where {@link #hold} was never called.
     */
    void end();
}
