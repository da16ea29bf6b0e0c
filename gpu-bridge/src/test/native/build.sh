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

sh "$sources/build_kernels.sh" "$sources/run_reduce.cc" "$output"
