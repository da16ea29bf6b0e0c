#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Builds OUTPUT/libNAME.so of .../run_NAME.cc, which includes NAME.cu: the device's kernels for the processor, which the driver
# that pretends finds by that name. What a device does not forgive, such as an address that is not aligned, ends it. Where it
# cannot be built this says so in one line and succeeds.
#
# Usage: build_kernels.sh .../run_NAME.cc OUTPUT
set -eu

source=$1
output=$2
name=$(basename "$source" .cc | sed 's/^run_//')
compiler=${CXX:-g++}

if ! command -v "$compiler" >/dev/null; then
    echo "kernels of $name.cu not built for the pretended CUDA driver: there is no $compiler; tests that need them are skipped"
    exit 0
fi
mkdir -p "$output"
"$compiler" -std=gnu++17 -O2 -ffp-contract=off -fPIC -shared -Wall -Wextra -Werror -Wno-unknown-pragmas \
    -fsanitize=undefined -fsanitize-undefined-trap-on-error -I "$(dirname "$0")" -o "$output/lib$name.so" "$source"
