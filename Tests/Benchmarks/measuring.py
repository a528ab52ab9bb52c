"""Runs pipelines on one core and tells what they cost."""

import contextlib
import os
import random
import re
import statistics
import subprocess
import threading
import time
from dataclasses import dataclass, field


@dataclass
class Plan:
    """A pipeline, and how it is shown."""

    name: str
    stages: list
    shown: str
    # Statuses of the measured stage that are no failure.
    status: tuple = (0,)
    # The stage whose own cost and memory count; those before it feed it.
    measured: int = 0
    environment: dict = field(default_factory=dict)
    # Whether it prints `seconds: X`, the processor's time without start-up; used in place of what
    # the process cost.
    tells_seconds: bool = False
    # Bytes of the input that it is given at most; all of it when 0.
    slice: int = 0
    # Whether the cost of a quarter of its input is taken off, so that start-up does not count.
    is_marginal: bool = False


@dataclass
class Figures:
    """What a run cost."""

    # Processor's seconds of all stages: on one core, the time that the pipeline takes when nothing
    # else runs.
    seconds: float
    wall: float
    # Processor's seconds of the measured stage.
    own: float
    # MiB, of the measured stage.
    peak: float
    # The measured stage's.
    status: int
    # Bytes of the input.
    size: int = 0

    @property
    def speed(self):
        """Megabytes a second on one core."""
        return self.size / self.seconds / 1e6

    @property
    def wall_speed(self):
        """Megabytes a second by the clock; 0 where that is not known."""
        return self.size / self.wall / 1e6 if self.wall else 0


ALL_CORES = os.sched_getaffinity(0)


@contextlib.contextmanager
def cores(wanted):
    """Pins this thread, and with it every process that it starts."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, wanted)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def follow_memory(pid, result):
    """Follows VmHWM of proc(5), in MiB. ru_maxrss would be that of this process if it was larger."""
    os.sched_setaffinity(0, ALL_CORES)
    try:
        while True:
            with open(f"/proc/{pid}/status") as status:
                found = re.search(r"VmHWM:\s*(\d+)", status.read())
            if not found:
                return
            result[0] = int(found.group(1)) / 1024
            time.sleep(0.01)
    except OSError:
        pass


def run_once(plan, source):
    """Runs a pipeline from a file to nowhere."""
    memory = [0.0]
    with open(source, "rb") as stdin, open(os.devnull, "wb") as nowhere:
        start = time.perf_counter()
        processes, before = [], stdin
        for index, stage in enumerate(plan.stages):
            is_last = index == len(plan.stages) - 1
            process = subprocess.Popen(
                stage, stdin=before,
                stdout=nowhere if is_last and not plan.tells_seconds else subprocess.PIPE,
                stderr=nowhere, env={**os.environ, **plan.environment})
            if before is not stdin:
                before.close()
            before = process.stdout
            processes.append(process)
        watcher = threading.Thread(
            target=follow_memory, args=(processes[plan.measured].pid, memory))
        watcher.start()
        said = before.read() if before else b""
        usages, codes = [], []
        for process in processes:
            _, code, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(code)
            usages.append(usage.ru_utime + usage.ru_stime)
            codes.append(process.returncode)
        wall = time.perf_counter() - start
        watcher.join()
        if before:
            before.close()
    if codes[plan.measured] not in plan.status:
        raise Failed(f"`{plan.shown}`: status {codes[plan.measured]}")
    seconds = sum(usages)
    if plan.tells_seconds:
        seconds = float(re.search(rb"seconds: ([\d.]+)", said).group(1))
    return Figures(seconds, wall, usages[plan.measured], memory[0], codes[plan.measured])


class Failed(Exception):
    """A tool that did not do what it should."""


def compare(plans, source, runs, size=None):
    """The cheapest run of each plan by name: every round runs all of them, one after the other.

    `size` is that of the input where it is not the file's. Returns figures by name, and what
    failed by name.
    """
    whole = size or os.path.getsize(source)
    best, quarter, failed = {}, {}, {}
    for _ in range(runs):
        for plan in plans:
            if plan.name in failed:
                continue
            count = min(whole, plan.slice or whole)
            is_all = count == whole and not plan.is_marginal
            try:
                keep_cheapest(best, plan, source, count, is_all)
                if plan.is_marginal:
                    keep_cheapest(quarter, plan, source, count // 4, False)
            except Failed as reason:
                failed[plan.name] = str(reason)
    for name, small in quarter.items():
        if name in best:
            best[name].size -= small.size
            best[name].seconds = max(1e-9, best[name].seconds - small.seconds)
            best[name].wall = 0
    return {name: figures for name, figures in best.items() if name not in failed}, failed


def keep_cheapest(best, plan, source, count, is_all):
    """Runs a plan on the first bytes of an input, and keeps the figures if they are the best."""
    if is_all:
        figures = run_once(filled(plan, source), source)
    else:
        with slice_of(source, count) as part:
            figures = run_once(filled(plan, part), part)
    figures.size = count
    if plan.name not in best or figures.seconds < best[plan.name].seconds:
        best[plan.name] = figures


def filled(plan, path):
    """The plan with the input's path in place of `{input}`."""
    stages = [[word.replace("{input}", str(path)) for word in stage] for stage in plan.stages]
    return Plan(**{**plan.__dict__, "stages": stages})


@contextlib.contextmanager
def slice_of(source, count):
    """The first bytes of a file, as a file beside it."""
    path = f"{source}.{count}"
    with open(source, "rb") as whole, open(path, "wb") as part:
        while count > 0 and (block := whole.read(min(count, 1 << 20))):
            count -= part.write(block)
    try:
        yield path
    finally:
        os.remove(path)


def start_up(commands, count):
    """Median and best of many starts of each command, in milliseconds; the commands take turns."""
    times = {name: [] for name in commands}
    for _ in range(count):
        for name, command in commands.items():
            begin = time.perf_counter()
            subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)
            times[name].append(time.perf_counter() - begin)
    return {name: (statistics.median(taken) * 1000, min(taken) * 1000)
            for name, taken in times.items()}


def latency(command, lines):
    """From writing a line to reading it, in microseconds: p50 and p99."""
    times = []
    with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0) as process:
        for line in lines:
            begin = time.perf_counter()
            process.stdin.write(line)
            got = b""
            while not got.endswith(b"\n"):
                got += process.stdout.read(1 << 16)
            times.append(time.perf_counter() - begin)
            time.sleep(random.uniform(0.0002, 0.0006))
        process.stdin.close()
    # The first lines pay for what is made on first use.
    times = sorted(times[50:])
    return times[len(times) // 2] * 1e6, times[len(times) * 99 // 100] * 1e6


def allocations(command, source, small, large, library, log):
    """Calls of malloc and its like for each megabyte: two sizes, their difference."""
    counts = []
    for count in (small, large):
        with slice_of(source, count) as part, open(part, "rb") as stdin:
            subprocess.run(
                command, stdin=stdin, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                env={**os.environ, "LD_PRELOAD": str(library), "ALLOCATIONS": str(log)})
        counts.append(int(open(log).read()))
    return (counts[1] - counts[0]) / ((large - small) / 1e6)
