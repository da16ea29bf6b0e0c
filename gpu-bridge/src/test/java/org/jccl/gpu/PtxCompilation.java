// SPDX-License-Identifier: Apache-2.0
package org.jccl.gpu;

import java.nio.charset.StandardCharsets;
import jcuda.nvptxcompiler.JNvPTXCompiler;
import jcuda.nvptxcompiler.nvPTXCompileResult;
import jcuda.nvptxcompiler.nvPTXCompilerHandle;

/** What CUDA's own compiler makes of PTX, which needs no device: whether it took it, and what it said. */
public record PtxCompilation(boolean succeeded, String log) {
    /** For devices of that capability, such as 70. */
    public static PtxCompilation of(final String ptx, final int capability) {
        final nvPTXCompilerHandle compiler = new nvPTXCompilerHandle();
        final byte[] text = ptx.getBytes(StandardCharsets.US_ASCII);
        JNvPTXCompiler.nvPTXCompilerCreate(compiler, text.length, text);
        final String[] options = {"--gpu-name=sm_" + capability, "--verbose"};
        final int result = JNvPTXCompiler.nvPTXCompilerCompile(compiler, options.length, options);
        final String log = log(compiler);
        JNvPTXCompiler.nvPTXCompilerDestroy(compiler);
        return new PtxCompilation(result == nvPTXCompileResult.NVPTXCOMPILE_SUCCESS, log);
    }

    /** Whether it found registers enough for everything. */
    public boolean spillsNothing() {
        final String nothing = "0 bytes stack frame, 0 bytes spill stores, 0 bytes spill loads";
        return log.contains("spill")
                && log.lines().filter(line -> line.contains("spill")).allMatch(line -> line.contains(nothing));
    }

    private static String log(final nvPTXCompilerHandle compiler) {
        final long[] bytes = new long[1];
        JNvPTXCompiler.nvPTXCompilerGetErrorLogSize(compiler, bytes);
        final byte[] errors = new byte[(int) bytes[0] + 1];
        JNvPTXCompiler.nvPTXCompilerGetErrorLog(compiler, errors);
        JNvPTXCompiler.nvPTXCompilerGetInfoLogSize(compiler, bytes);
        final byte[] information = new byte[(int) bytes[0] + 1];
        JNvPTXCompiler.nvPTXCompilerGetInfoLog(compiler, information);
        return text(errors) + text(information);
    }

    private static String text(final byte[] log) {
        return new String(log, StandardCharsets.UTF_8).replace("\0", "");
    }
}
