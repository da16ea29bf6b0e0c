#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Makes OUTPUT of SOURCE, or reduce.ptx of the sources beside this: PTX that drivers from CUDA 12.0 on take, for devices from
# sm_70 on. Done with nvcc 13.0, which no longer knows sm_70: it compiles for the least that it knows, and the two lines
# that say so are lowered. The kernels use nothing newer, which `mvn verify` tests with a compiler that knows sm_70.
#
# Usage: [NVCC=/path/of/nvcc] build.sh [SOURCE.cu OUTPUT.ptx]
set -eu

nvcc=${NVCC:-nvcc}
here=$(cd "$(dirname "$0")" && pwd)
source=${1:-$here/reduce.cu}
ptx=${2:-$here/../resources/org/jccl/gpu/reduce.ptx}
name=$(basename "$source")

if ! command -v "$nvcc" >/dev/null; then
    echo "no PTX built of $name: there is no $nvcc; install the CUDA toolkit, or give the path of its nvcc" >&2
    exit 1
fi
least=$("$nvcc" --list-gpu-arch | sed 's/compute_//' | awk '$1 >= 70' | sort -n | head -n 1)
built=$(mktemp)
trap 'rm -f "$built"' EXIT
# The results have the host's bits: nothing contracted, denormals kept, divisions rounded as IEEE 754 says.
"$nvcc" -ptx -arch="compute_$least" -O3 -fmad=false -prec-div=true -ftz=false -o "$built" "$source"

mkdir -p "$(dirname "$ptx")"
{
    # of the source and all that is beside it; the driver that pretends goes by the name
    echo "// sha256 $(cd "$(dirname "$source")" && printf '%s\n' *.* | grep -v build.sh | LC_ALL=C sort | xargs cat |
        sha256sum | cut -d ' ' -f 1) of $name"
    sed -e '/^[[:space:]]*\/\//d' -e '/^[[:space:]]*$/d' \
        -e 's/^\.version .*/.version 8.0/' -e 's/^\.target .*/.target sm_70/' "$built"
} >"$ptx"
echo "$(wc -c <"$ptx") bytes in $(basename "$ptx")"
