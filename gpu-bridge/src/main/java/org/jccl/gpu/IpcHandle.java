// SPDX-License-Identifier: Apache-2.0
package org.jccl.gpu;

import java.lang.reflect.Field;
import jcuda.driver.CUipcMemHandle;

/** CUDA's name of an allocation among the processes of a host. JCuda keeps its bytes to itself, and they must travel. */
final class IpcHandle {
    static final int BYTES = 64;

    private static final Field RESERVED = reserved();

    private IpcHandle() {}

    private static Field reserved() {
        try {
            final Field field = CUipcMemHandle.class.getDeclaredField("reserved");
            field.setAccessible(true);
            return field;
        } catch (final ReflectiveOperationException another) {
            throw new IllegalStateException("this JCuda is not 12.6, which has CUipcMemHandle.reserved", another);
        }
    }

    static byte[] bytes(final CUipcMemHandle handle) {
        try {
            return ((byte[]) RESERVED.get(handle)).clone();
        } catch (final IllegalAccessException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static CUipcMemHandle of(final byte[] bytes) {
        final CUipcMemHandle handle = new CUipcMemHandle();
        try {
            System.arraycopy(bytes, 0, (byte[]) RESERVED.get(handle), 0, BYTES);
        } catch (final IllegalAccessException impossible) {
            throw new IllegalStateException(impossible);
        }
        return handle;
    }
}
