#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Builds the native library into OUTPUT/native/linux-ARCH/libjccl.so, unless it is newer than its sources. Where it
# cannot be built this says so in one line and succeeds: the library works without, slower.
#
# Usage: build.sh OUTPUT JAVA_HOME
set -u

output=$1
java_home=$2
sources=$(dirname "$0")
compiler=${CC:-gcc}
architecture=$(uname -m)
library=$output/native/linux-$architecture/libjccl.so

without() {
    echo "native kernels not built: $1; pure-Java kernels give the same results, slower"
    exit 0
}

[ "$(uname -s)" = Linux ] || without "this is no Linux"
command -v "$compiler" >/dev/null || without "there is no $compiler"
[ -f "$java_home/include/jni.h" ] || without "$java_home has no include/jni.h"
[ -f "$library" ] && [ -z "$(find "$sources" -newer "$library")" ] && exit 0

objects=$(mktemp -d) || without "there is no temporary directory"
trap 'rm -rf "$objects"' EXIT

# No contraction to fused multiply-add: every level, and Java, must round alike.
flags="-std=gnu11 -O2 -ftree-vectorize -fvect-cost-model=dynamic -ffp-contract=off -fno-trapping-math -fno-math-errno
    -fno-strict-aliasing -fPIC -fvisibility=hidden -Wall -Wextra -Werror -I$java_home/include -I$java_home/include/linux"

# compile SOURCE OBJECT [FLAG...]
compile() {
    source=$1
    object=$2
    shift 2
    "$compiler" $flags "$@" -c "$sources/$source" -o "$objects/$object.o"
}

# level NAME [FLAG...]: in the background, for the loops take seconds.
level() {
    name=$1
    shift
    compile loops.c "$name" -DLEVEL="\"$name\"" -DSYMBOL="jccl_$name" "$@" &
}

level baseline
if [ "$architecture" = x86_64 ]; then
    level avx2 -mavx2 -mf16c
    level avx512 -mavx2 -mf16c -mavx512f -mavx512bw -mavx512dq -mavx512vl
fi
compile kernels.c kernels || without "$compiler failed"
wait

mkdir -p "$(dirname "$library")"
"$compiler" -shared -s -Wl,-z,defs -o "$library" "$objects"/*.o || without "$compiler failed"
