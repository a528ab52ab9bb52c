#!/usr/bin/env python3
"""Measures blot beside cat, ripgrep and kingfisher; every figure with its command, all in one run.

usage: bench.py [--blot PATH]
environment:
    SIZE_MB=200   megabytes of each input
    RUNS=3        runs of each command; the best counts
    SHORT=1       20 MB, two runs, fewer samples: does it work, and roughly how well
    LOGS=DIR      real logs beside the generated ones: their lines, repeated and shuffled
    CPU=0         pins everything to one core
"""

import argparse
import os
import pathlib
import platform
import random
import shlex
import shutil
import statistics
import subprocess
import tempfile
import threading
import time
import zlib

SHORT = bool(os.environ.get("SHORT"))
SIZE = int(float(os.environ.get("SIZE_MB", 20 if SHORT else 200)) * 1e6)
RUNS = int(os.environ.get("RUNS", 2 if SHORT else 3))
SEED = 20250311

# --- Inputs -------------------------------------------------------------------------------------

BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def stamp(rng):
    return (f"2025-03-{rng.randint(1, 28):02}T{rng.randint(0, 23):02}:{rng.randint(0, 59):02}:"
            f"{rng.randint(0, 59):02}.{rng.randint(0, 999):03}Z")


def clean_line(rng):
    """An ordinary line: requests, layers, digests, durations."""
    head = f"{stamp(rng)} {rng.choice(['INFO', 'DEBUG', 'WARN'])} {rng.choice(SERVICES)} "
    kind = rng.randint(0, 4)
    if kind == 0:
        return head + (f'10.4.{rng.randint(0, 255)}.{rng.randint(0, 255)} "GET /v1/orders/'
                       f'{rng.randint(1, 99999)} HTTP/1.1" 200 {rng.randint(100, 9999)} '
                       f"{rng.randint(1, 900)}ms")
    if kind == 1:
        return head + f"pulled layer sha256:{rng.getrandbits(256):064x} in {rng.randint(1, 99)} s"
    if kind == 2:
        return head + (f"request_id={rng.getrandbits(128):032x} user={rng.randint(1, 9999)} "
                       f"took={rng.randint(1, 2000)}ms status=ok")
    if kind == 3:
        return head + ('{"level":"info","msg":"order placed","items":'
                       f'{rng.randint(1, 9)},"total":{rng.randint(1, 99999) / 100}}}')
    return head + "connection to db.internal:5432 opened, pool size " + str(rng.randint(1, 64))


SERVICES = ["api", "billing", "worker-7", "ingress", "scheduler", "mailer"]

NOISE = [
    "password authentication failed for user app",
    "token expired after 3600 s, renewing",
    "secret my-secret mounted at /run/secrets",
    "key not found in cache: orders/{n}",
    "GET /auth/callback?state={n} 302",
    "api_key header missing, request rejected with 401",
    "credentials for tenant {n} refreshed",
    "passed {n} of {n} checks, author unknown",
]


def noisy_line(rng):
    """Every third line speaks of secrets without giving one away."""
    if rng.randint(0, 2):
        return clean_line(rng)
    text = rng.choice(NOISE).replace("{n}", str(rng.randint(1, 99999)))
    return f"{stamp(rng)} WARN {rng.choice(SERVICES)} {text}"


def github_token(rng):
    """A token with a sound checksum: CRC32 of the thirty characters, in base 62."""
    body = "".join(rng.choices(BASE62, k=30))
    rest, digits = zlib.crc32(body.encode()), ""
    for _ in range(6):
        rest, digit = divmod(rest, 62)
        digits = BASE62[digit] + digits
    return "ghp_" + body + digits


def secret_line(rng):
    """A line that gives a secret away."""
    password = "".join(rng.choices(BASE62, k=14))
    text = rng.choice([
        f"git clone https://x-access-token:{github_token(rng)}@github.com/acme/app.git",
        f"exec mysql --host=db.internal --password={password} billing",
        f"connecting to postgres://app:{password}@db.internal:5432/orders",
        f"docker run -e DB_PASSWORD={password} acme/api:4.2.1",
    ])
    return f"{stamp(rng)} DEBUG {rng.choice(SERVICES)} {text}"


def write_lines(path, size, pool, rng):
    """Lines of a pool in random order until the size is reached."""
    with open(path, "wb") as file:
        while size > 0:
            block = "\n".join(rng.choices(pool, k=20_000)).encode("utf-8", "surrogateescape") + b"\n"
            size -= file.write(block[:size] if size < len(block) else block)


def pool_of(*shares, rng):
    """A pool in which each maker of lines has its share."""
    return [make(rng) for make, count in shares for _ in range(count)]


def write_mixed(path, size, every, rng):
    """A clean log in which one line in `every` gives a secret away; 0 is none."""
    secrets = 0 if every == 0 else 60_000 // every
    pool = pool_of((clean_line, 60_000 - secrets), (secret_line, secrets), rng=rng)
    write_lines(path, size, pool, rng)


def make_inputs(folder):
    """The inputs by name."""
    inputs = {name: folder / f"{name}.log" for name in ["clean", "noisy", "dense", "endless"]}
    write_mixed(inputs["clean"], SIZE, 0, random.Random(SEED))
    rng = random.Random(SEED + 1)
    write_lines(inputs["noisy"], SIZE, pool_of((noisy_line, 60_000), rng=rng), rng)
    write_mixed(inputs["dense"], SIZE, 10, random.Random(SEED + 2))
    with open(inputs["clean"], "rb") as source, open(inputs["endless"], "wb") as target:
        while block := source.read(1 << 20):
            target.write(block.replace(b"\n", b" "))
    if logs := os.environ.get("LOGS"):
        lines = [
            line for path in sorted(pathlib.Path(logs).rglob("*")) if path.is_file()
            for line in path.read_text(encoding="utf-8", errors="surrogateescape").split("\n")
        ]
        inputs["real"] = folder / "real.log"
        write_lines(inputs["real"], SIZE, lines, random.Random(SEED + 3))
    return inputs


# --- Measuring ----------------------------------------------------------------------------------


class Figures:
    """What the best run of a command cost."""

    def __init__(self, seconds, cpu, peak):
        self.seconds, self.cpu, self.peak = seconds, cpu, peak


def peak_memory(pid, result):
    """Follows VmHWM of proc(5), in MiB. ru_maxrss would be that of this process if it was larger."""
    try:
        while True:
            for line in open(f"/proc/{pid}/status"):
                if line.startswith("VmHWM"):
                    result[0] = int(line.split()[1]) / 1024
                    break
            else:
                return
            time.sleep(0.005)
    except OSError:
        pass


def run_once(stages, source, status=(0,)):
    """Runs a pipeline; the first stage's CPU seconds and memory are taken."""
    memory = [0.0]
    with open(source, "rb") as stdin, open(os.devnull, "wb") as nowhere:
        start = time.perf_counter()
        processes, before = [], stdin
        for index, stage in enumerate(stages):
            is_last = index == len(stages) - 1
            process = subprocess.Popen(
                stage, stdin=before, stdout=nowhere if is_last else subprocess.PIPE,
                stderr=nowhere)
            if before is not stdin:
                before.close()
            before = process.stdout
            processes.append(process)
        watcher = threading.Thread(target=peak_memory, args=(processes[0].pid, memory))
        watcher.start()
        usage = None
        for process in processes:
            _, code, spent = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(code)
            usage = usage or spent
        seconds = time.perf_counter() - start
        watcher.join()
    if processes[0].returncode not in status:
        raise SystemExit(f"{shlex.join(stages[0])}: status {processes[0].returncode}")
    return Figures(seconds, usage.ru_utime + usage.ru_stime, memory[0])


def measure(stages, source, status=(0,), runs=RUNS):
    """The best of some runs."""
    return min((run_once(stages, source, status) for _ in range(runs)),
               key=lambda figures: figures.seconds)


def start_up(command, count):
    """The median of many starts, in milliseconds."""
    times = []
    for _ in range(count):
        begin = time.perf_counter()
        subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)
        times.append(time.perf_counter() - begin)
    return statistics.median(times) * 1000


def latency(command, count):
    """From writing a line to reading it, in microseconds: p50 and p99."""
    rng = random.Random(SEED)
    times = []
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          bufsize=0) as process:
        for number in range(count + 50):
            line = (noisy_line(rng) + "\n").encode()
            begin = time.perf_counter()
            process.stdin.write(line)
            got = b""
            while not got.endswith(b"\n"):
                got += process.stdout.read(1 << 16)
            if number >= 50:
                times.append(time.perf_counter() - begin)
            time.sleep(0.0002)
        process.stdin.close()
    times.sort()
    return times[len(times) // 2] * 1e6, times[len(times) * 99 // 100] * 1e6


# --- Printing -----------------------------------------------------------------------------------


def table(header, rows):
    print()
    print("| " + " | ".join(header) + " |")
    print("|---|" + "---:|" * (len(header) - 2) + "---|")
    for row in rows:
        print("| " + " | ".join(row) + " |", flush=True)


def throughput(blot, inputs, literals):
    """Every tool on every input."""
    rg, kingfisher = shutil.which("rg"), shutil.which("kingfisher")
    if kingfisher:
        # Its first run compiles its rules and keeps them.
        subprocess.run([kingfisher, "scan", literals, "--no-validate", "-o", "/dev/null"],
                       capture_output=True)
    for name, path in inputs.items():
        size = path.stat().st_size
        # (what, stages, statuses that are no failure, command as printed)
        plans = [
            ("cat \\| cat", [["cat"], ["cat"]], (0,), "cat < F | cat"),
            ("blot", [[blot, "-q"], ["cat"]], (0,), "blot -q < F | cat"),
            ("blot, jsonl report", [[blot, "-q", "--report", "jsonl=/dev/null"], ["cat"]], (0,),
             "blot -q --report jsonl=/dev/null < F | cat"),
        ]
        if rg:
            plans.append(("ripgrep, blot's literals", [[rg, "-c", "-i", "-F", "-f", literals, "-"]],
                          (0, 1), "rg -c -i -F -f literals - < F"))
        if kingfisher:
            plans.append(("kingfisher, one job", [[kingfisher, "scan", str(path), "--no-validate",
                                                   "--no-limits", "--jobs", "1", "-o", "/dev/null"]],
                          (0, 200, 205), "kingfisher scan F --no-validate --no-limits --jobs 1 -o /dev/null"))
        rows, base = [], None
        for what, stages, status, command in plans:
            slow = what.startswith("kingfisher")
            figures = measure(stages, path, status, runs=1 if slow else RUNS)
            base = base or figures.seconds
            rows.append([
                what, f"{size / figures.seconds / 1e6:.0f}", f"{base / figures.seconds:.3f}",
                f"{figures.cpu:.2f}", f"{figures.peak:.0f}", f"`{command}`".replace("|", "\\|"),
            ])
        print(f"\n{name}: {size / 1e6:.0f} MB, F = {path.name}")
        table(["what", "MB/s", "× cat \\| cat", "CPU s", "peak MiB", "command"], rows)


# Rules to grow by: one issuer, the issuers and the grammar that most logs need, everything.
RULES = {
    "GitHub's rules": ["github.*"],
    "the first rules": [
        f"{issuer}.*" for issuer in (
            "github", "gitlab", "aws", "google", "azure", "slack", "stripe", "twilio", "sendgrid",
            "npm", "pypi", "dockerhub", "hashicorp", "digitalocean", "heroku", "openai",
            "anthropic", "huggingface", "telegram", "discord", "jwt", "private-key", "generic",
            "http", "command", "endpoint", "key-file")],
    "all rules": [],
}


def growth(blot, folder):
    """How cost grows with the input's size, the share of lines that hold secrets, and the number of rules."""
    stages = [[blot, "-q"], ["cat"]]
    rows = []
    for part in [64, 16, 4, 1]:
        path = folder / "growth.log"
        rng = random.Random(SEED + 4)
        write_lines(path, SIZE // part, pool_of((noisy_line, 60_000), rng=rng), rng)
        figures = measure(stages, path)
        rows.append([f"{SIZE / part / 1e6:.1f} MB, noisy",
                     f"{SIZE / part / figures.seconds / 1e6:.0f}", f"{figures.cpu:.3f}",
                     f"{figures.peak:.0f}", "`blot -q < F \\| cat`"])
    for every in [0, 1000, 100, 10, 1]:
        path = folder / "growth.log"
        write_mixed(path, SIZE // 4, every, random.Random(SEED + 5))
        figures = measure(stages, path)
        share = "no secrets" if every == 0 else f"a secret on 1 line in {every}"
        rows.append([f"{SIZE / 4 / 1e6:.1f} MB, {share}",
                     f"{SIZE / 4 / figures.seconds / 1e6:.0f}", f"{figures.cpu:.3f}",
                     f"{figures.peak:.0f}", "`blot -q < F \\| cat`"])
    path = folder / "growth.log"
    rng = random.Random(SEED + 4)
    write_lines(path, SIZE // 4, pool_of((noisy_line, 60_000), rng=rng), rng)
    for name, only in RULES.items():
        options = [word for rule in only for word in ("--only", rule)]
        figures = measure([[blot, "-q", *options], ["cat"]], path)
        rows.append([f"{SIZE / 4 / 1e6:.1f} MB, noisy, {name}",
                     f"{SIZE / 4 / figures.seconds / 1e6:.0f}", f"{figures.cpu:.3f}",
                     f"{figures.peak:.0f}", "`blot -q [--only …] < F \\| cat`"])
    print("\ngrowth")
    table(["input", "MB/s", "CPU s", "peak MiB", "command"], rows)


def waiting(blot):
    """What a person feels: start-up and the delay of a line."""
    starts, lines = (40, 500) if SHORT else (300, 5000)
    rows = []
    for name, command in [("cat", ["cat"]), ("blot", [blot, "-q"])]:
        shown = shlex.join([name] + command[1:])
        rows.append([f"start-up, median of {starts}", name,
                     f"{start_up(command, starts):.1f} ms", f"`{shown} < /dev/null`"])
    for name, command in [("cat", ["cat"]), ("blot", [blot, "-q"])]:
        middle, worst = latency(command, lines)
        shown = shlex.join([name] + command[1:])
        rows.append([f"latency of {lines} lines, p50 / p99", name,
                     f"{middle:.0f} / {worst:.0f} µs", f"`{shown}`, a line at a time"])
    print("\nwaiting")
    table(["what", "tool", "time", "command"], rows)


def machine():
    """The processor's name."""
    for line in open("/proc/cpuinfo"):
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def main():
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--blot", default=".build/release/blot", help="the binary to measure")
    blot = str(pathlib.Path(options.parse_args().blot).resolve())
    if cpu := os.environ.get("CPU"):
        os.sched_setaffinity(0, {int(cpu)})

    version = subprocess.run([blot, "--version"], capture_output=True, text=True, check=True)
    literals = subprocess.run([blot, "rules", "literals"], capture_output=True, check=True).stdout
    print(f"blot {version.stdout.strip()}, {literals.count(10)} literals; {machine()}, "
          f"{len(os.sched_getaffinity(0))} cores; Linux {platform.release()}; "
          f"best of {RUNS}; megabytes of 10^6 bytes")
    with tempfile.TemporaryDirectory(prefix="blot-bench-") as name:
        folder = pathlib.Path(name)
        words = folder / "literals"
        words.write_bytes(literals)
        inputs = make_inputs(folder)
        throughput(blot, inputs, str(words))
        growth(blot, folder)
    waiting(blot)


if __name__ == "__main__":
    main()
