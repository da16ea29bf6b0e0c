#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# What the verbs of the guest carry both ways at once by ib_write_bw, and all-reduce of two ranks beside it, three times in turn.
# Figures of an emulated processor: good for the ratio alone. To be run in the guest, after ./jccl has built itself:
#   env UCX_TLS=rc_verbs,ud_verbs transport-rdma/src/test/vm/run.sh -- transport-rdma/src/test/vm/bandwidth.sh [BYTES]
set -eu

bytes=${1:-4194304}
root=$(CDPATH='' cd -P -- "$(dirname -- "$0")/../../../.." && pwd)
meet=$(mktemp -d)

verbs() {
    local options=(-x 1 -b -s "$bytes" -n 40 --report_gbits)
    ib_write_bw -d rxe0 "${options[@]}" >/dev/null &
    sleep 2
    ib_write_bw -d rxe1 "${options[@]}" 127.0.0.1 | awk -v bytes="$bytes" '$1 == bytes {printf "%.3f Gbit/s", $4 / 2}'
    wait
}

# By the slowest rank's average: what each way carries, in Gbit/s, and how many elements were wrong.
all_reduce() {
    local rank
    for rank in 0 1; do
        JCCL_RANK=$rank JCCL_SIZE=2 JCCL_RENDEZVOUS=file://$meet/$1 JCCL_SOCKET_IFNAME=lo JCCL_TRANSPORT=rdma \
            JCCL_RDMA_DEVICES=rxe$rank:1 JCCL_NO_BUILD=1 JCCL_JAVA_OPTS=-XX:TieredStopAtLevel=1 \
            "$root/jccl" perf all_reduce -b "$bytes" -e "$bytes" -w 10 -n 40 >"$meet/out.$rank" 2>&1 &
    done
    wait
    awk -v bytes="$bytes" '$1 == bytes {printf "%.3f Gbit/s, wrong %s", bytes * 8 / $6 / 1000, $9}' "$meet/out.0" | grep . ||
        cat "$meet/out.0" >&2
}

for round in 1 2 3; do
    echo "round $round, each way: ib_write_bw $(verbs), all_reduce $(all_reduce "$round")"
done
