#!/bin/sh
# Ranks under the real mpirun (Debian: openmpi-bin) and the real srun (Debian: slurm-wlm munge), with a Slurm of one node that
# is made and ended here: an example whose sum must be right, a rank that fails, and ./jccl perf. Not part of mvn verify.
# What is not installed is left out, and said so.
set -eu
root=$(CDPATH='' cd -P -- "$(dirname -- "$0")/../../../.." && pwd)
work=$(mktemp -d)
jars="$root/benchmarks/target/lib/*"
failures=0
started=""

# shellcheck disable=SC2317
end() {
    for pid in $started; do kill "$pid" 2>/dev/null || :; done
    sleep 1
    rm -rf "$work"
}
trap end EXIT
trap 'exit 130' INT TERM

# check NAME EXPECTED COMMAND...: the output must have so many lines with the right sum
check() {
    name=$1 expected=$2
    shift 2
    timeout 120 "$@" >"$work/out" 2>&1 || :
    found=$(grep -c 'of 3: the sum is 6.0' "$work/out" || :)
    report "$name" "$found" "$expected"
}

# fails NAME COMMAND...: must end by itself, and not well
fails() {
    name=$1
    shift
    status=0
    timeout 120 "$@" >"$work/out" 2>&1 || status=$?
    case $status in 0 | 124) report "$name" "status $status" "a failure" ;; *) report "$name" failed failed ;; esac
}

# perf NAME COMMAND...: no wrong element
perf() {
    name=$1
    shift
    timeout 240 "$@" "$root/jccl" perf all_reduce -b 1K -e 1M -f 32 >"$work/out" 2>&1 || :
    report "$name" "$(grep -c 'Out of bounds values : 0 OK' "$work/out" || :)" 1
    grep '^ ' "$work/out" | cut -c1-75 || :
}

report() {
    if [ "$2" = "$3" ]; then
        echo "ok      $1"
    else
        echo "FAILED  $1: $2, expected $3"
        sed 's/^/        /' "$work/out"
        failures=$((failures + 1))
    fi
}

all_checks() {
    where=$1
    shift
    check "$where: an example" 3 "$@" -n 3 java -cp "$jars" org.jccl.examples.Ex01HelloAllReduce
    fails "$where: a class that is missing" "$@" -n 3 java -cp "$jars" no.such.Class
    perf "$where: perf" "$@" -n 2
}

with_mpirun() {
    options="--oversubscribe --bind-to none"
    if [ "$(id -u)" = 0 ]; then options="$options --allow-run-as-root"; fi
    # shellcheck disable=SC2086
    all_checks mpirun mpirun $options
    # shellcheck disable=SC2086
    check "mpirun: as on several hosts" 3 mpirun $options -x JCCL_RENDEZVOUS=tcp://127.0.0.1:13579 -n 3 \
        java -cp "$jars" org.jccl.examples.Ex01HelloAllReduce
}

start_slurm() {
    host=$(hostname -s)
    mkdir "$work/state" "$work/spool"
    chmod 755 "$work"
    head -c 1024 /dev/urandom >"$work/munge.key"
    chmod 400 "$work/munge.key"
    cat >"$work/slurm.conf" <<EOF
ClusterName=check
SlurmctldHost=$host(127.0.0.1)
SlurmUser=$(id -un)
SlurmdUser=$(id -un)
AuthType=auth/munge
AuthInfo=socket=$work/munge.socket
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
SlurmctldLogFile=$work/slurmctld.log
SlurmdLogFile=$work/slurmd.log
SlurmctldPort=16917
SlurmdPort=16918
ProctrackType=proctrack/pgid
TaskPlugin=task/none
MpiDefault=none
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=all Nodes=$host Default=YES MaxTime=INFINITE State=UP
EOF
    SLURM_CONF=$work/slurm.conf
    export SLURM_CONF
    munged --foreground --key-file="$work/munge.key" --socket="$work/munge.socket" --pid-file="$work/munge.pid" \
        --log-file="$work/munge.log" --seed-file="$work/munge.seed" --force 2>/dev/null &
    started="$started $!"
    sleep 1
    slurmctld -D >/dev/null 2>&1 &
    started="$started $!"
    slurmd -D >/dev/null 2>&1 &
    started="$started $!"
    for attempt in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do
        if timeout 5 sinfo -h -o %T 2>/dev/null | grep -q idle; then return 0; fi
        sleep 1
    done
    echo "FAILED  the node is not idle after $attempt seconds"
    tail -n 5 "$work"/slurm*.log
    return 1
}

here() {
    for program in "$@"; do
        if ! command -v "$program" >/dev/null; then
            echo "skipped $1: no $program here"
            return 1
        fi
    done
}

"$root/jccl" version >/dev/null
JCCL_NO_BUILD=1
JCCL_TOKEN=$(head -c 16 /dev/urandom | od -An -tx1 | tr -d ' \n')
export JCCL_NO_BUILD JCCL_TOKEN

if here mpirun; then with_mpirun; fi
if here srun munged slurmctld slurmd; then
    if start_slurm; then all_checks srun srun --overcommit; else failures=$((failures + 1)); fi
fi
exit $((failures > 0))
