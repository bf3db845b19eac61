#!/bin/busybox sh
# Process 1 of the guest: mounts, runs /guest-command, tells its exit status over the serial console, powers off.
/bin/busybox --install -s /bin
export PATH=/usr/bin:/bin HOME=/root LC_ALL=C.UTF-8
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
mount -t tmpfs -o mode=1777 tmp /tmp
ln -s /proc/self/fd /dev/fd
ip link set lo up
hostname guest
ulimit -l unlimited
cd /repo || echo "guest: no /repo"
echo "guest: kernel $(uname -r), booted in $(cut -d' ' -f1 /proc/uptime) s"
sh /guest-command
echo "guest: exit status $?"
poweroff -f
