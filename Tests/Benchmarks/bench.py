#!/usr/bin/env python3
"""Measures blot beside cat, ripgrep, Hyperscan, kingfisher, scrubbers and grep, as far as they are installed.

Every figure stands beside its command. MB/s are megabytes (10^6 bytes) by the processor's seconds of all stages of
a pipeline, pinned to one core: what the clock would say on an idle machine, whatever else this one does. The tools
take turns; the cheapest of their runs counts.

sections: throughput kernels threads growth memory waiting rules
"""

import argparse
import os
import pathlib
import platform
import subprocess
import sys
import tempfile

import inputs
from measuring import ALL_CORES, cores
from peers import Peers
from report import Targets, machine, processor_flags
from sections import Bench

SECTIONS = ["throughput", "kernels", "threads", "growth", "memory", "waiting", "rules"]
# Megabytes of an input that the targets are of.
PROMISED_MB = 500
# The part of a ratio that does in the short form: it tells a slip from a figure that is not reached yet.
MARGIN = 0.2


def settings():
    """What was asked for."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("sections", nargs="*", metavar="SECTION",
                         help="what to measure beside throughput; everything if none is named")
    options.add_argument("--blot", default=".build/release/blot", help="the binary to measure")
    options.add_argument("--logs", metavar="DIR", help="real logs in place of generated ones")
    options.add_argument("--size", type=float, metavar="MB", help="of an input; 500, or 40")
    options.add_argument("--runs", type=int, help="of each command; 3")
    options.add_argument("--core", type=int, default=max(ALL_CORES),
                         help="what everything is pinned to; the last")
    options.add_argument("--peers", default=".build/bench-venv", metavar="DIR",
                         help="where make bench-peers installed them")
    options.add_argument("--short", action="store_true",
                         help="small inputs, a few tools; status 1 if a ratio is far off its target: "
                              f"below {MARGIN:g} of it")
    parsed = options.parse_args()
    parsed.size = parsed.size or (40 if parsed.short else PROMISED_MB)
    parsed.runs = parsed.runs or 3
    for name in parsed.sections:
        if name not in SECTIONS:
            options.error(f"no section is called {name}")
    return parsed


def main():
    asked = settings()
    sys.stdout.reconfigure(line_buffering=True)
    blot = str(pathlib.Path(asked.blot).resolve())
    version = subprocess.run(
        [blot, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    targets = Targets()
    with tempfile.TemporaryDirectory(prefix="blot-bench-") as name, cores({asked.core}):
        folder = pathlib.Path(name)
        peers = Peers(blot, folder, asked.peers, asked.short)
        logs = inputs.Logs(asked.logs)
        vectors = [flag for flag in ("avx512vbmi", "avx512bw", "avx2", "ssse3", "asimd")
                   if flag in processor_flags()]
        print(f"blot {version}, {peers.literals.read_bytes().count(10)} literals; {machine()} "
              f"({', '.join(vectors)}), core {asked.core} of {os.cpu_count()}; "
              f"load {os.getloadavg()[0]:.1f}; Linux {platform.release()}; {logs.name}; "
              f"best of {asked.runs}")
        print(f"beside {peers.versions() or 'cat alone'}")
        bench = Bench(blot, peers, logs, folder, targets, asked)
        for section in SECTIONS:
            # The other sections use the inputs that throughput writes.
            if section == "throughput" or not asked.sections or section in asked.sections:
                getattr(bench, section)()
    targets.show()
    if asked.size < PROMISED_MB:
        print(f"\nThe targets are of {PROMISED_MB} MB. With {asked.size:g} MB the tools' start-up counts for "
              "more, and ripgrep's is the longest.")
    if asked.short:
        far = targets.failures(MARGIN)
        for name in far:
            print(f"not even {MARGIN:g} of the target: {name}")
        sys.exit(1 if far else 0)


if __name__ == "__main__":
    main()
