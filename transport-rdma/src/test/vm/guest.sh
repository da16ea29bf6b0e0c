# SPDX-License-Identifier: Apache-2.0
#
# The guest's second stage, behind the variables that run.sh writes: the cable, the devices, the command.
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
# the kernel itself asks for modules too, such as rxe's checksum
mkdir -p /lib/modules
ln -sfn "$modules" "/lib/modules/$release"
mkdir -p /dev/shm /dev/pts /guest-out "$share"
mount -t tmpfs -o mode=1777 shm /dev/shm
mount -t devpts pts /dev/pts
mount -t tmpfs run /run
mount -t 9p -o trans=virtio,version=9p2000.L,msize=512000,cache=none out /guest-out
mount -t 9p -o trans=virtio,version=9p2000.L,msize=512000,cache=mmap share "$share"
hostname verbs
ip link set lo up
ulimit -l unlimited
ulimit -n 65536
# shorter, and a message of 4 MiB overruns it: soft-RoCE drops and sends again
echo 20000 >/proc/sys/net/core/netdev_max_backlog

modprobe -a crc32_generic veth rdma_rxe ib_uverbs rdma_ucm sch_netem || echo "modprobe failed"
ip link add ra type veth peer name rb
for end in ra rb; do
    echo 0 >/proc/sys/net/ipv4/conf/$end/rp_filter
    echo 1 >/proc/sys/net/ipv4/conf/$end/accept_local
    echo 1 >/proc/sys/net/ipv6/conf/$end/disable_ipv6
    ip link set $end mtu 4200
done
echo 0 >/proc/sys/net/ipv4/conf/all/rp_filter
ip addr add 10.77.0.1/24 dev ra
ip addr add 10.77.0.2/24 dev rb
ip link set ra up
ip link set rb up
# To the other end leads the cable, although that end is local too: only what arrives looks at the table of local addresses.
ip rule add pref 1 iif ra lookup local
ip rule add pref 2 iif rb lookup local
ip rule add pref 10 from 10.77.0.1 to 10.77.0.2 lookup 101
ip rule add pref 11 from 10.77.0.2 to 10.77.0.1 lookup 102
ip route add 10.77.0.2 dev ra src 10.77.0.1 table 101
ip route add 10.77.0.1 dev rb src 10.77.0.2 table 102
ip rule add pref 100 lookup local
ip rule del pref 0
ip neigh replace 10.77.0.2 lladdr "$(cat /sys/class/net/rb/address)" dev ra nud permanent
ip neigh replace 10.77.0.1 lladdr "$(cat /sys/class/net/ra/address)" dev rb nud permanent
rdma link add rxe0 type rxe netdev ra
rdma link add rxe1 type rxe netdev rb
for _ in $(seq 100); do
    [ -e /dev/infiniband/uverbs1 ] && break
    sleep 0.1
done
echo "guest: up $(cut -d' ' -f1 /proc/uptime) s, Linux $(uname -r), $(rdma link | awk '{print $2, $4}' | paste -sd' ')"

. "$work/environment"
# UCX takes the kind of a packet from a field that soft-RoCE leaves empty, and would drop all datagrams
export UCX_UD_VERBS_ETH_DGID_CHECK=n
# for tests that pull the cable
export JCCL_TEST_CABLE=ra
cd "$share" || echo "no folder $share"
eval "$(cat "$work/command")" </dev/null
echo $? >/guest-out/status
sync
echo o >/proc/sysrq-trigger
sleep 10
