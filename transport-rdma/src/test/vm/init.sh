#!/bin/busybox sh
# SPDX-License-Identifier: Apache-2.0
#
# The guest's first process: finds the host's files and hands over to guest.sh.
b=/bin/busybox
$b mount -t proc proc /proc
$b mount -t sysfs sys /sys
$b mount -t devtmpfs dev /dev
while read -r module; do $b insmod "$module" || echo "insmod $module failed"; done </load
if ! { $b mount -t 9p -o ro,trans=virtio,version=9p2000.L,msize=512000,cache=loose root /low &&
    $b mount -t tmpfs -o size=60% up /up && $b mkdir /up/upper /up/work &&
    $b mount -t overlay -o lowerdir=/low,upperdir=/up/upper,workdir=/up/work overlay /new; }; then
    echo "the guest has no root"
    $b poweroff -f
fi
for filesystem in proc sys dev; do $b mount -o move /$filesystem /new/$filesystem; done
guest=$($b sed 's/.*guest=\([^ ]*\).*/\1/' /new/proc/cmdline)
exec $b switch_root /new /bin/bash "$guest"
