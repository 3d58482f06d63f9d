"""usage: link.py SERVER CLIENT   Joins two network namespaces, which it makes, by a slow line: 10.99.0.1 and 10.99.0.2.

Orders come by standard input, a line each: `KBIT MILLISECONDS` (rate in each direction, time there and back) or `cut`. At the end of
the input the namespaces are removed. Not every kernel has netem, so each packet passes through this process.
"""

import collections
import fcntl
import os
import select
import signal
import struct
import subprocess
import sys
import time

TUNSETIFF = 0x400454CA
IFF_TUN, IFF_NO_PI = 0x0001, 0x1000
# What waits at the slow end of a mobile line: some seconds of it.
BUFFER = 64 * 1024


class Direction:
    """One way of the line: packets leave in order, when their last bit has passed and has travelled half the round trip."""

    def __init__(self, source, target):
        self.source, self.target = source, target
        self.waiting = collections.deque()
        self.free_at = 0.0

    def take(self, line):
        packet = os.read(self.source, 65536)
        now = time.monotonic()
        queued = sum(len(other) for leaves, other in self.waiting if leaves - line.travel > now)
        if line.cut or queued + len(packet) > BUFFER:
            return
        self.free_at = max(self.free_at, now) + len(packet) * 8 / line.bits
        self.waiting.append((self.free_at + line.travel, packet))

    def deliver(self, line):
        while self.waiting and self.waiting[0][0] <= time.monotonic():
            packet = self.waiting.popleft()[1]
            if not line.cut:
                os.write(self.target, packet)


class Line:
    """What the line is like now."""

    bits, travel, cut = 50_000.0, 0.4, False

    def obey(self, order):
        self.cut = order.strip() == "cut"
        if not self.cut:
            kbit, milliseconds = map(float, order.split())
            self.bits, self.travel = kbit * 1000, milliseconds / 2000


def end(name, namespace, address):
    """A network device whose other side is a file of this process."""
    file = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(file, TUNSETIFF, struct.pack("16sH", name.encode(), IFF_TUN | IFF_NO_PI))
    for command in (
        f"ip netns add {namespace}",
        f"ip link set {name} netns {namespace}",
        f"ip -n {namespace} link set lo up",
        f"ip -n {namespace} address add {address}/24 dev {name}",
        f"ip -n {namespace} link set {name} mtu 1500 up",
    ):
        subprocess.run(command.split(), check=True)
    return file


def carry(server, client):
    line, ways = Line(), [Direction(server, client), Direction(client, server)]
    print("ready", flush=True)
    while True:
        due = [way.waiting[0][0] for way in ways if way.waiting]
        timeout = max(0.0, min(due) - time.monotonic()) if due else None
        readable = select.select([sys.stdin, server, client], [], [], timeout)[0]
        for way in ways:
            way.deliver(line)
            if way.source in readable:
                way.take(line)
        if sys.stdin in readable:
            order = os.read(sys.stdin.fileno(), 100).decode()
            if not order:
                return
            line.obey(order.splitlines()[-1])


def main(names):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        carry(end("ardoise-s", names[0], "10.99.0.1"), end("ardoise-c", names[1], "10.99.0.2"))
    finally:
        for name in names:
            subprocess.run(["ip", "netns", "delete", name], check=False)


main(sys.argv[1:])
