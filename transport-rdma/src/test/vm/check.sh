#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Runs the tests of this module over real verbs, in the virtual machine of run.sh; to be called after mvn verify. Ends with 0
# if all passed or there can be no such machine here, which the last line then says.
set -eu

here=$(CDPATH='' cd -P -- "$(dirname -- "$0")" && pwd)
module=$(CDPATH='' cd -P -- "$here/../../.." && pwd)
class_path=$module/target/test-classes:$module/target/classes:$(cat "$module/target/test.classpath")
java=java
if [ -n "${JAVA_HOME:-}" ]; then java=$JAVA_HOME/bin/java; fi

# Emulation is slow: C1 alone, and what takes minutes elsewhere already is left out.
status=0
env UCX_TLS=rc_verbs,ud_verbs UCX_LOG_LEVEL=error \
    "$here/run.sh" -t 900 -w "$module/target" -- \
    "$java" -XX:TieredStopAtLevel=1 -cp "$class_path" org.junit.platform.console.ConsoleLauncher execute \
    --disable-banner --details=tree --exclude-tag=long \
    --select-class org.jccl.rdma.VerbsTest \
    --select-class org.jccl.rdma.RdmaProcessesTest || status=$?
[ "$status" != 77 ] || status=0
exit "$status"
