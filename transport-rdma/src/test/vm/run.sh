#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Runs a command in a virtual machine with two soft-RoCE devices, and ends with its exit status: real verbs where there is no
# RDMA hardware. The guest is Debian's own kernel in QEMU. Its root is this machine's, read-only with a layer of memory over
# it, so every JDK and build folder lies where it does here; what the guest writes is lost, but for the shared folder.
#
# rxe0 (10.77.0.1) and rxe1 (10.77.0.2) are the two ends of a virtual cable: what they say to each other crosses it, so that
# tc netem and "ip link set ra down" work on it.
#
# Usage: run.sh [-m MiB] [-c cpus] [-t seconds] [-w folder] -- COMMAND...
#   -w  the shared folder, and where the command begins (default: the current one)
#
# Ends with 124 past the time limit, with 125 if the guest never ran the command, and with 77, which is to be read as
# "skipped", where this is no x86-64 Debian or its packages cannot be installed; the last line says why.
# JCCL_VM_CACHE names the folder that keeps the kernel (default: ~/.cache/jccl-vm).
set -euo pipefail

memory=4096
cpus=$(nproc)
limit=1200
share=$PWD
while getopts m:c:t:w: option; do
    case $option in
        m) memory=$OPTARG ;;
        c) cpus=$OPTARG ;;
        t) limit=$OPTARG ;;
        w) share=$(realpath "$OPTARG") ;;
        *) exit 125 ;;
    esac
done
shift $((OPTIND - 1))
[ $# -gt 0 ] || { sed -n '4,18s/^# \?//p' "$0"; exit 125; }

here=$(realpath "$(dirname "$0")")
cache=${JCCL_VM_CACHE:-$HOME/.cache/jccl-vm}
packages="qemu-system-x86 busybox-static cpio kmod iproute2 libucx0 libibverbs1 ibverbs-providers librdmacm1 ibverbs-utils
    perftest ucx-utils"

skip() {
    echo "skipped: no virtual machine for verbs here: $1"
    exit 77
}

install_packages() {
    [ "$(id -u)" = 0 ] || skip "installing $packages needs root"
    local quiet="-qq -o DPkg::Lock::Timeout=600"
    # shellcheck disable=SC2086
    apt-get $quiet update || skip "apt-get update failed"
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive apt-get $quiet install -y --no-install-recommends $packages >/dev/null ||
        skip "installing $packages failed"
}

# Downloaded and unpacked, not installed: nothing of this machine's boot is touched.
fetch_kernel() {
    local package
    package=$(apt-cache depends linux-image-amd64 | awk '/Depends: linux-image/ {print $2; exit}')
    mkdir -p "$cache/download"
    chmod 777 "$cache/download"
    (cd "$cache/download" && apt-get -qq download "$package") || skip "downloading $package failed"
    rm -rf "$cache/kernel"
    dpkg -x "$cache"/download/linux-image-*.deb "$cache/kernel"
    rm -r "$cache/download"
    depmod -b "$cache/kernel" "$(ls "$cache/kernel/lib/modules")"
}

# Busybox and the few modules that it takes to see this machine's files.
build_initramfs() {
    local root=$work/initramfs module
    mkdir -p "$root"/{bin,modules,proc,sys,dev,low,up,new}
    cp /bin/busybox "$root/bin/"
    cp "$here/init.sh" "$root/init"
    chmod +x "$root/init"
    for module in virtio_pci 9pnet_virtio 9p overlay; do
        modprobe -d "$cache/kernel" -S "$release" --show-depends "$module"
    done | awk '$1 == "insmod" && !seen[$2]++ {print $2}' | while read -r file; do
        cp "$file" "$root/modules/"
        echo "/modules/${file##*/}"
    done >"$root/load"
    (cd "$root" && find . | cpio -o -H newc --quiet | gzip -1) >"$work/initramfs.gz"
}

# What the guest is told: files that it finds at their place in the shared root.
write_task() {
    mkdir "$work/out"
    printf '%q ' "$@" >"$work/command"
    export -p | grep -vE ' (SHELLOPTS|BASHOPTS|PWD|OLDPWD|SHLVL)=' >"$work/environment" || true
    {
        printf 'work=%q\nshare=%q\nmodules=%q\nrelease=%q\n' \
            "$work" "$share" "$cache/kernel/lib/modules/$release" "$release"
        cat "$here/guest.sh"
    } >"$work/guest"
}

folder() {
    echo "-fsdev local,id=$1,path=$2,security_model=none,multidevs=remap${3:-} -device virtio-9p-pci,fsdev=$1,mount_tag=$1"
}

[ "$(uname -sm)" = "Linux x86_64" ] || skip "this is $(uname -sm)"
command -v apt-get >/dev/null || skip "there is no apt-get"
# shellcheck disable=SC2086
dpkg -s $packages >/dev/null 2>&1 || install_packages
ls "$cache"/kernel/boot/vmlinuz-* >/dev/null 2>&1 || fetch_kernel
release=$(ls "$cache/kernel/lib/modules")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
build_initramfs
write_task "$@"

# A /dev/kvm that opens proves nothing; without the processor's help a guest is emulated, ten times slower.
accelerator=tcg,thread=multi
processor=max
if [ -w /dev/kvm ] && grep -qE '\b(vmx|svm)\b' /proc/cpuinfo; then
    accelerator=kvm
    processor=host
fi
status=0
# shellcheck disable=SC2046
timeout -k 5 "$limit" qemu-system-x86_64 -accel "$accelerator" -cpu "$processor" -smp "$cpus" -m "$memory" \
    -M q35,hpet=off -nodefaults -no-user-config -display none -no-reboot -serial stdio \
    -kernel "$cache/kernel/boot/vmlinuz-$release" -initrd "$work/initramfs.gz" \
    $(folder root / ,readonly=on) $(folder out "$work/out") $(folder share "$share") \
    -append "console=ttyS0,115200 quiet loglevel=4 panic=-1 mitigations=off tsc=reliable no_timer_check \
random.trust_cpu=on guest=$work/guest" </dev/null || status=$?
[ "$status" = 0 ] || exit "$status"
exit "$(cat "$work/out/status" 2>/dev/null || echo 125)"
