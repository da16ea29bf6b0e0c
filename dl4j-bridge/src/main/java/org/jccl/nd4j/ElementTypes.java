// SPDX-License-Identifier: Apache-2.0
package org.jccl.nd4j;

import org.jccl.DataType;
import org.jccl.error.InvalidUsageException;

/** ND4J's element types and ours. By the type that an array says it has: BFLOAT16 lies behind a pointer to shorts. */
final class ElementTypes {
    private ElementTypes() {}

    static DataType of(final org.nd4j.linalg.api.buffer.DataType type) {
        switch (type) {
            case FLOAT:
                return DataType.FLOAT32;
            case DOUBLE:
                return DataType.FLOAT64;
            case BFLOAT16:
                return DataType.BFLOAT16;
            case UINT32:
                return DataType.UINT32;
            case UINT64:
                return DataType.UINT64;
            default:
                return ofDeprecatedName(type);
        }
    }

    /** Of the constants that ND4J has renamed: comparing needs none of the old names, a {@code switch} would. */
    private static DataType ofDeprecatedName(final org.nd4j.linalg.api.buffer.DataType type) {
        if (type == org.nd4j.linalg.api.buffer.DataType.FLOAT16) {
            return DataType.FLOAT16;
        }
        if (type == org.nd4j.linalg.api.buffer.DataType.INT32) {
            return DataType.INT32;
        }
        if (type == org.nd4j.linalg.api.buffer.DataType.INT64) {
            return DataType.INT64;
        }
        if (type == org.nd4j.linalg.api.buffer.DataType.INT8) {
            return DataType.INT8;
        }
        if (type == org.nd4j.linalg.api.buffer.DataType.UINT8) {
            return DataType.UINT8;
        }
        throw new InvalidUsageException("collectives have no element type for ND4J's " + type + "; " + advice(type));
    }

    private static String advice(final org.nd4j.linalg.api.buffer.DataType type) {
        if (type == org.nd4j.linalg.api.buffer.DataType.BOOL) {
            return "give castTo(DataType.UINT8), whose MAX is 'or' and whose MIN is 'and'";
        }
        return type.isNumerical() ? "give castTo(DataType.INT32) of the array" : "only arrays of numbers are reduced";
    }
}
