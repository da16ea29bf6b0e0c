#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Builds the native part into OUTPUT/native/linux-ARCH/libjccl_rdma.so, unless it is newer than its sources. Where it
# cannot be built this says so in one line and succeeds: the transport then says that it is not available, and why.
#
# Usage: build.sh OUTPUT JAVA_HOME
set -u

output=$1
java_home=$2
sources=$(dirname "$0")
compiler=${CC:-gcc}
library=$output/native/linux-$(uname -m)/libjccl_rdma.so

without() {
    echo "native part of transport-rdma not built: $1; there will be no RDMA"
    exit 0
}

[ "$(uname -s)" = Linux ] || without "this is no Linux"
command -v "$compiler" >/dev/null || without "there is no $compiler"
[ -f "$java_home/include/jni.h" ] || without "$java_home has no include/jni.h"
[ -f "$library" ] && [ -z "$(find "$sources" -newer "$library")" ] && exit 0

mkdir -p "$(dirname "$library")"
"$compiler" -std=gnu11 -O3 -fPIC -shared -s -Wall -Wextra -Werror -Wl,-z,defs -I"$java_home/include" \
    -I"$java_home/include/linux" -o "$library" "$sources"/*.c -ldl || without "$compiler failed"
