#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Every check and every timing that needs a GPU, in one run: see --help.
#
# Functions are called by others whose arguments they are.
# shellcheck disable=SC2317
set -u

usage() {
    cat <<'TEXT'
Usage: check-on-gpu.sh [--quick] [PACK [RESULTS]]
Checks and times JCCL on CUDA device 0 in less than 8 minutes, and prints what it is held to, and how it did, last.

Needs NVIDIA's driver: no JDK, no Maven, no network. If python3 has PyTorch, its Gloo is timed on the same device. Nothing
else should use the device meanwhile.

  PACK      what 'mvn -Pgpu-check -DskipTests package' has made: a Java runtime and the built jars
            (default: where this script lies, or benchmarks/target/gpu-check of its checkout)
  RESULTS   a new or empty folder for all that is printed and measured (default: gpu-results)
  --quick   small sizes and few calls, to rehearse the script, also over a driver that pretends

RESULTS has, for each step, NAME.txt (what it printed) and NAME.jsonl (its results); steps.txt (their exit statuses), and
bars.txt (the table). 'on' in a name: ranks read each other's memory (direct); 'off': through the host (staged).

Exit status: 0 all bars met, 1 one missed, 2 wrong use or no CUDA device, 3 none missed, but one not measured.

Examples:
  gpu-bridge/check-on-gpu.sh                                    in a checkout, once the pack is made
  /mnt/gpu-check/check-on-gpu.sh /mnt/gpu-check /tmp/results    where only the pack is
  LD_LIBRARY_PATH=gpu-bridge/target/pretended gpu-bridge/check-on-gpu.sh --quick
TEXT
}

fail() {
    echo "check-on-gpu.sh: $*" >&2
    exit 2
}

quick=
case ${1:-} in
-h | --help) usage && exit ;;
--quick)
    quick=--rehearsal
    shift
    ;;
esac
case ${1:-} in -*) fail "no option $1; --help lists them" ;; esac
[ $# -le 2 ] || fail "too many arguments; --help says which there are"

here=$(CDPATH='' cd -P -- "$(dirname -- "$0")" && pwd)
pack=${1:-$here}
[ $# -gt 0 ] || [ -d "$pack/runtime" ] || pack=$here/../benchmarks/target/gpu-check
results=${2:-gpu-results}
if [ ! -x "$pack/runtime/bin/java" ] || [ ! -f "$pack/jccl.jar" ]; then
    fail "no runtime/bin/java and jccl.jar in $pack; 'mvn -Pgpu-check -DskipTests package' makes them"
fi
command -v timeout >/dev/null || fail "no timeout (of coreutils) on the PATH"
# Results of an earlier run must not pass for those of this one.
[ -z "$(ls -A "$results" 2>/dev/null)" ] || fail "$results is not empty; name another folder"
mkdir -p "$results" || exit 2
results=$(CDPATH='' cd -P -- "$results" && pwd)

scratch=$(mktemp -d) || exit 2
# Flags between processes lie in memory, where there is a folder for that.
shared=$scratch
[ ! -w /dev/shm ] || shared=$(mktemp -d /dev/shm/jccl-check-XXXXXX) || exit 2
child=
clean() {
    rm -rf "$scratch" "$shared"
}
stop() {
    trap '' INT TERM HUP
    [ -z "$child" ] || { kill "$child" && wait "$child"; } 2>/dev/null
    clean
    exit 130
}
trap stop INT TERM HUP

# What has begun by then ends within 5 s, the table within 20 more.
end=$(($(date +%s) + 440))

# run SECONDS FILE COMMAND...: prints into FILE, and leaves the exit status, or why there is none, in $status. Commands end in
# limited, so that a signal for the child is for timeout, which passes it on to all that it has started.
run() {
    limit=$1
    file=$2
    shift 2
    left=$((end - $(date +%s)))
    [ "$left" -ge "$limit" ] || limit=$left
    if [ "$limit" -lt 3 ]; then
        status='skipped no time was left'
        return
    fi
    "$@" >"$file" 2>&1 </dev/null &
    child=$!
    wait "$child"
    status=$?
    child=
}
limited() {
    exec timeout -k 5 "$limit" "$@"
}

# As ./jccl starts it. JCuda unpacks its library into the folder for temporary files.
options=
java() {
    # shellcheck disable=SC2086
    limited "$pack/runtime/bin/java" -XX:+UseSerialGC $options -Xlog:disable -Xlog:os*=warning,gc*=warning:stderr \
        --add-exports=java.base/jdk.internal.misc=ALL-UNNAMED "-Djava.io.tmpdir=$scratch" -cp "$pack/jccl.jar" "$@"
}
jccl() {
    java org.jccl.bench.cli.Jccl "$@"
}
check() {
    java org.jccl.bench.gpu.GpuCheck "$@"
}
# launch RANKS ARGUMENTS...: the same in a process for each rank
launch() {
    ranks=$1
    shift
    jccl launch --ranks "$ranks" -- org.jccl.bench.gpu.GpuCheck "$@"
}

# What steps do; $json is for their results.

# perf MODE RANKS OPTION...
perf() {
    export JCCL_GPU_DIRECT="$1"
    ranks=$2
    shift 2
    jccl perf "$@" --ranks "$ranks" --device cuda --cuda-devices 0 --json "$json"
}
# timed MODE RANKS OPTION...: as often as perf thinks right, but for a rehearsal
timed() {
    # shellcheck disable=SC2086
    perf "$@" $calls
}
# once MODE RANKS OPTION...: to see whether it is right
once() {
    perf "$@" -n 1 -w 1
}
limits() {
    check limits "$1" "$json"
}
steps() {
    launch "$1" steps "$2" "$shared/flags-$1" "$json"
}
# A heap that does not grow, so that other memory which does shows.
stream() {
    export JCCL_GPU_DIRECT="$1"
    options="$options -Xms256m -Xmx256m -XX:+AlwaysPreTouch"
    launch 2 stream "$2" "$3" "$json"
}
gloo() {
    limited python3 "$pack/gloo.py" "$json" "$@"
}
has_torch() {
    limited python3 -c 'import torch; assert torch.cuda.is_available(), "PyTorch sees no CUDA device"'
}

# note NAME STATUS SECONDS
note() {
    echo "$1 $2" >>"$results/steps.txt"
    case $2 in
    skipped*) echo "$1: $2" ;;
    *) echo "$1: status $2 after $3 s" ;;
    esac
}

# Why ranks do not read each other's memory here; what goes through the host must not pass for direct.
staged_because=

# step NAME SECONDS COMMAND...
step() {
    name=$1
    seconds=$2
    shift 2
    case $name in *-on)
        if [ -n "$staged_because" ]; then
            note "$name" "skipped $staged_because" 0
            return
        fi
        ;;
    esac
    began=$(date +%s)
    json=$results/$name.jsonl
    run "$seconds" "$results/$name.txt" "$@"
    note "$name" "$status" "$(($(date +%s) - began))"
}

# Also the compiler's first time with the kernels, which the driver remembers.
run 60 "$results/first.txt" jccl perf all_reduce --threads 2 --device cuda --cuda-devices 0 -b 8 -e 8 -n 1 -w 1
if [ "$status" != 0 ]; then
    echo "check-on-gpu.sh: a first all-reduce on CUDA device 0 failed:" >&2
    cat "$results/first.txt" >&2
    rm -rf "$results/first.txt"
    rmdir "$results"
    clean
    [ "$status" = 2 ] && exit 2
    exit 1
fi

if [ -n "$quick" ]; then
    echo "a rehearsal: no speed that it tells means anything"
    options=-XX:TieredStopAtLevel=1 four='' calls='-n 5 -w 2' types='-d bfloat16 -o max' launches=50
    middle=1M large=4M huge=4M operations=240 stream_bytes=1M gloo_sizes=1048576
else
    four=4 calls='' types='-d all -o all' launches=5000
    middle=64M large=256M huge=1G operations=10000 stream_bytes=16M gloo_sizes='1048576 16777216 268435456'
fi

# What the bars need comes first: if the time is over too early, it is the rest that is missing. Sizes of 12 B times 73 leave
# odd ends behind everything that is done by vectors and chunks.
# shellcheck disable=SC2086
{
    step doctor 30 jccl doctor
    step reach 30 once on 2 all_reduce -b 8 -e 8
    staged_because=$(sed -n "s/.*memory of devices goes through the host's, which is slower: //p" "$results/reach.txt" | head -n 1)
    for mode in on off; do
        step "exact-types-2-$mode" 60 once "$mode" 2 all $types -b 12 -e 64K -f 73
    done
    step limits 30 limits "$large"
    for ranks in 2 4; do
        step "steps-$ranks" 30 steps "$ranks" "$launches"
        step "latency-$ranks-on" 60 timed on "$ranks" all_reduce -b 8 -e 64K -f 2
    done
    for mode in on off; do
        step "bandwidth-2-$mode" 45 timed "$mode" 2 all_reduce -b 256K -e "$large" -f 4
        step "stream-2-$mode" 45 stream "$mode" "$operations" "$stream_bytes"
    done
    run 60 "$results/torch.txt" has_torch
    case $status in
    0) step gloo 60 gloo $gloo_sizes ;;
    124 | 137) note gloo 'skipped python3 did not load torch within 60 s' 60 ;;
    127) note gloo 'skipped there is no python3' 0 ;;
    *) note gloo "skipped $(tail -n 1 "$results/torch.txt")" 0 ;;
    esac
    for mode in on off; do
        step "exact-empty-2-$mode" 30 once "$mode" 2 all $types -b 0 -e 0
        step "exact-middle-2-$mode" 45 once "$mode" 2 all -b 1M -e "$middle" -f 8
        step "exact-huge-2-$mode" 40 once "$mode" 2 all_reduce -b "$huge" -e "$huge"
    done
    for ranks in $four; do
        for mode in on off; do
            step "exact-types-$ranks-$mode" 60 once "$mode" "$ranks" all $types -b 12 -e 64K -f 73
            step "exact-middle-$ranks-$mode" 45 once "$mode" "$ranks" all -b 1M -e "$middle" -f 8
            step "bandwidth-$ranks-$mode" 45 timed "$mode" "$ranks" all_reduce -b 256K -e "$large" -f 4
        done
    done
}

end=$(($(date +%s) + 20))
# shellcheck disable=SC2086
run 20 "$results/bars.txt" check bars "$results" $quick
clean
for name in limits steps-2 steps-4; do
    printf '\n# %s\n' "$name"
    cat "$results/$name.txt"
done
echo
cat "$results/bars.txt"
exit "$status"
