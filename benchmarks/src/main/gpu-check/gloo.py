# SPDX-License-Identifier: Apache-2.0
"""Times PyTorch's all-reduce by Gloo of float32 on CUDA device 0, which two processes share.

Usage: gloo.py FILE BYTES...    writes JSON lines, named as those of 'jccl perf --json', into FILE
"""

import json
import os
import statistics
import sys
import tempfile
import time

import torch
import torch.distributed as dist
import torch.multiprocessing as mp

RANKS = 2
CALLS = 10
WARM_UPS = 3


def times_us(tensor):
    """Microseconds of each call; the ranks begin together."""
    times = []
    for call in range(WARM_UPS + CALLS):
        torch.cuda.synchronize()
        dist.barrier()
        begin = time.perf_counter()
        dist.all_reduce(tensor)
        torch.cuda.synchronize()
        if call >= WARM_UPS:
            times.append((time.perf_counter() - begin) * 1e6)
    return times


def line(size, times):
    return json.dumps(
        {
            "collective": "all_reduce",
            "transport": "gloo",
            "buffers": "cuda, torch " + torch.__version__,
            "ranks": RANKS,
            "sizeBytes": size,
            "count": size // 4,
            "type": "float32",
            "op": "sum",
            "iterations": len(times),
            "avgUs": statistics.mean(times),
            "p50Us": statistics.median(times),
            "maxUs": max(times),
        },
        separators=(",", ":"),
    )


def run_rank(rank, folder, file, sizes):
    torch.cuda.set_device(0)
    dist.init_process_group("gloo", init_method=f"file://{folder}/store", rank=rank, world_size=RANKS)
    for size in sizes:
        # zeros, so that repeated sums stay what they are
        times = times_us(torch.zeros(size // 4, dtype=torch.float32, device="cuda:0"))
        if rank == 0:
            with open(file, "a", encoding="ascii") as lines:
                print(line(size, times), file=lines)
    dist.destroy_process_group()


def main():
    # a machine without a network may not know its own name
    os.environ.setdefault("GLOO_SOCKET_IFNAME", "lo")
    file, sizes = sys.argv[1], [int(size) for size in sys.argv[2:]]
    with tempfile.TemporaryDirectory() as folder:
        mp.spawn(run_rank, args=(folder, file, sizes), nprocs=RANKS)


if __name__ == "__main__":
    main()
