#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Puts a Java runtime, the harness and the check's scripts into TARGET/gpu-check.
#
# Usage: pack.sh JAVA_HOME TARGET GPU_BRIDGE
set -eu

java_home=$1
target=$2
gpu_bridge=$3
pack=$target/gpu-check

rm -rf "$pack"
mkdir -p "$pack"
# What jdeps finds, without what only JMH, commons-math and Agrona's code generator would call.
"$java_home/bin/jlink" --output "$pack/runtime" --compress=2 --strip-debug --no-man-pages --no-header-files \
    --add-modules java.base,java.logging,java.management,jdk.jfr,jdk.management,jdk.unsupported
cp -R "$target/jccl.jar" "$target/lib" "$gpu_bridge/check-on-gpu.sh" "$(dirname "$0")/gloo.py" "$pack"
echo "$pack: $(du -sm "$pack" | cut -f1) MiB"
