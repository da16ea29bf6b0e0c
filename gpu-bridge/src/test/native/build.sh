#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Builds the driver that pretends into OUTPUT/libcuda.so.1, and the kernels that it runs into OUTPUT/libreduce.so. Where one
# cannot be built this says so in one line and succeeds.
#
# Usage: build.sh OUTPUT
set -eu

output=$1
sources=$(dirname "$0")
compiler=${CC:-gcc}

if ! command -v "$compiler" >/dev/null; then
    echo "pretended CUDA driver not built: there is no $compiler; tests that need it are skipped"
    exit 0
fi
mkdir -p "$output"
"$compiler" -std=gnu11 -O1 -fPIC -shared -Wall -Wextra -Werror -o "$output/libcuda.so.1" "$sources"/pretend_*.c -lpthread -ldl

# The device's kernels for the processor. What a device does not forgive, such as an address that is not aligned, ends it.
compiler=${CXX:-g++}
if ! command -v "$compiler" >/dev/null; then
    echo "kernels of the pretended CUDA driver not built: there is no $compiler; tests that need them are skipped"
    exit 0
fi
"$compiler" -std=gnu++17 -O2 -ffp-contract=off -fPIC -shared -Wall -Wextra -Werror -Wno-unknown-pragmas \
    -fsanitize=undefined -fsanitize-undefined-trap-on-error -o "$output/libreduce.so" "$sources/run_kernel.cc"
