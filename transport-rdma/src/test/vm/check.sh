#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Runs tests of this module over real verbs, in the virtual machine of run.sh; to be called after mvn verify. Ends with 0 if all
# passed or there can be no such machine here, which the last line then says.
#
# Usage: check.sh [all]
#   all  every collective at every number of ranks too, and each way to fail 20 times: an hour where the guest is emulated
set -eu

here=$(CDPATH='' cd -P -- "$(dirname -- "$0")" && pwd)
module=$(CDPATH='' cd -P -- "$here/../../.." && pwd)
class_path=$module/target/test-classes:$module/target/classes:$(cat "$module/target/test.classpath")
java=java
if [ -n "${JAVA_HOME:-}" ]; then java=$JAVA_HOME/bin/java; fi

limit=1200
memory=4096
repeats=1
# minutes
deadline=1
classes="--select-class org.jccl.rdma.VerbsTest --select-class org.jccl.rdma.RdmaLaneContractTest"
if [ "${1:-}" = all ]; then
    limit=7200
    # nine ranks are nine JVMs' worth of staging segments, and those of a test that failed stay until their deadlines
    memory=8192
    deadline=10
    repeats=20
    classes="$classes --select-class org.jccl.rdma.RdmaCollectivesTest"
    # the limit of the whole is what bounds the single test
    classes="$classes --config junit.jupiter.execution.timeout.mode=disabled"
fi

# C1 alone: what is compiled is emulated too.
status=0
# shellcheck disable=SC2086
env UCX_TLS=rc_verbs,ud_verbs UCX_LOG_LEVEL=error \
    "$here/run.sh" -t $limit -m $memory -w "$module/target" -- \
    "$java" -XX:TieredStopAtLevel=1 -Djccl.test.repeats=$repeats -Djccl.test.deadline=$deadline -cp "$class_path" \
    org.junit.platform.console.ConsoleLauncher execute --disable-banner --details=verbose --exclude-tag=slow $classes \
    || status=$?
[ "$status" != 77 ] || status=0
exit "$status"
