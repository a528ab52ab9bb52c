"""The parts of the benchmark: each measures, prints a table, and judges what was promised of it."""

import os
import random
import re
import shutil
import subprocess

import inputs
import measuring
from measuring import Plan, compare, cores
from peers import HERE, MB
from report import processor_flags, table

# What blot promises, as ratios of one run. On AVX-512 its search reads more at once.
RIPGREP, KINGFISHER, KINGFISHER_DENSE = 1.5, 8, 20
CAT = {"AVX-512": 0.4, "AVX2": 0.25}
# Of the figure on real logs.
NOISIEST, DENSE = 1 / 2, 1 / 4
THREADS = 1.7
# The share of a scan's time that one rule may take.
RULE_SHARE = 25
START_MS, LATENCY_US, PEAK_MIB = 10, 1000, 32

# What BLOT_KERNEL takes, the flag that the processor must have, and what the figure is judged as.
KERNELS = [
    ("avx512vbmi", "avx512vbmi", "AVX-512"), ("avx512", "avx512bw", "AVX-512"),
    ("avx2", "avx2", "AVX2"), ("scalar", None, None), ("portable", None, None),
]


class Bench:
    """One run: the binary, its peers, the inputs, and what they are judged by."""

    def __init__(self, blot, peers, logs, folder, targets, settings):
        self.blot, self.peers, self.logs = blot, peers, logs
        self.folder, self.targets, self.settings = folder, targets, settings
        self.runs, self.short = settings.runs, settings.short
        self.size = int(settings.size * MB)
        # Inputs that need not be as large.
        self.part = self.size // 5
        self.real = folder / "real.log"
        self.dense = folder / "dense.log"
        self.noisiest = folder / "noisiest.log"
        # What the main input is called: no generated line passes for a real one.
        self.kind = "real" if logs.is_real else "generated"
        # Figures by input and tool.
        self.figures = {}

    def compare(self, plans, path, runs=None, size=None):
        """Measures, and says what failed."""
        best, failed = compare(plans, path, runs or self.runs, size)
        for name, reason in failed.items():
            print(f"skipped: {name}: {reason}")
        return best

    # --- Throughput -----------------------------------------------------------------------------

    def throughput(self):
        """Every tool on every kind of input."""
        print("\n## Throughput")
        for name, reason in self.peers.missing.items():
            print(f"skipped: {name}: {reason}")
        self.logs.write(self.real, self.size)
        self._tools(self.kind, f"{self.logs.name}, repeated and shuffled", self.real)
        what = self.logs.write_noisiest(self.noisiest, self.size, self._cost)
        self._tools("noisiest", f"{what}, repeated", self.noisiest)
        self.logs.write(self.dense, self.size, every=10)
        self._tools("dense", f"{self.logs.name}, a secret on every tenth", self.dense)
        self._cut_part()
        if not self.short:
            self._in_order()
            self._endless()
            self._small_files()
        self._compressed()
        self._judge_throughput()

    def _cost(self, path):
        plan = self.peers.blot_plan()
        return compare([plan], path, 1)[0][plan.name].seconds

    def _tools(self, key, what, path, plans=None, size=None):
        size = size or path.stat().st_size
        plans = plans or self.peers.all()
        best = self.compare(plans, path, size=size)
        self.figures[key] = best
        print(f"\n{key}: {size / MB:.0f} MB, {what}; F = {path.name}")
        base, ripgrep = best.get("cat | cat"), best.get("ripgrep")
        rows = []
        for plan in plans:
            figures = best.get(plan.name)
            if not figures:
                continue
            note = f", of {plan.slice // MB} MB" if plan.slice and plan.slice < size else ""
            note += ", without start-up" if plan.is_marginal or plan.tells_seconds else ""
            if plan.name.startswith("blot") and figures.status:
                note += f", status {figures.status}: part was withheld"
            rows.append([
                plan.name, f"{figures.speed:.0f}",
                f"{figures.wall_speed:.0f}" if figures.wall and not plan.tells_seconds else "",
                f"{figures.speed / base.speed:.3f}" if base else "",
                f"{figures.speed / ripgrep.speed:.2f}" if ripgrep else "",
                f"{figures.own:.2f}", f"{figures.peak:.0f}", f"`{plan.shown}`{note}"])
        table(["tool", "MB/s", "MB/s by the clock", "× cat | cat", "× ripgrep", "own CPU s",
               "peak MiB", "command"], rows)

    def _cut_part(self):
        """The beginning of the real logs, which further inputs are made of."""
        with open(self.real, "rb") as source, open(self.folder / "part.log", "wb") as target:
            target.write(source.read(self.part))

    def _in_order(self):
        if not self.logs.is_real:
            return
        path = self.folder / "order.log"
        inputs.write_repeated(
            path, self.part, b"\n".join(file.read_bytes() for file in self.logs.files))
        self._tools("in order", "the files as they are, one after the other, repeated", path)
        path.unlink()

    def _endless(self):
        endless = self.folder / "endless.log"
        inputs.write_endless(endless, self.folder / "part.log")
        plans = self.peers.all()
        for plan in plans:
            if plan.name.startswith("blot"):
                plan.status = (0, 2)
        self._tools("endless", f"the beginning of {self.kind} as one line", endless, plans)
        endless.unlink()

    def _small_files(self):
        folder = self.folder / "small"
        paths = [str(path) for path in inputs.write_parts(
            folder, self.folder / "part.log", 50_000)]
        plans = [
            Plan("cat | cat", [["cat", *paths], ["cat"]], "cat FILES | cat"),
            Plan("blot", [[self.blot, "-q", *paths], ["cat"]], "blot -q FILES | cat"),
        ]
        if self.peers.ripgrep:
            plans.append(Plan(
                "ripgrep", [[self.peers.ripgrep, "-j1", "-c", "-i", "-F", "-f",
                             str(self.peers.literals), *paths]],
                "rg -j1 -c -i -F -f LITERALS FILES", status=(0, 1)))
        if self.peers.kingfisher:
            plans.append(Plan(
                "kingfisher", [[self.peers.kingfisher, "scan", str(folder), "--no-validate",
                                "--no-limits", "--jobs", "1", "-o", "/dev/null"]],
                "kingfisher scan FOLDER --no-validate --no-limits --jobs 1 -o /dev/null",
                status=(0, 200, 205)))
        size = (self.folder / "part.log").stat().st_size
        self._tools("small files", f"{len(paths)} files of 50 KB",
                    self.folder / "part.log", plans, size)
        shutil.rmtree(folder)

    def _compressed(self):
        packed, part = self.folder / "packed.log.gz", self.folder / "part.log"
        inputs.write_compressed(packed, part)
        size = part.stat().st_size
        plans = [
            Plan("cat | cat", [["gzip", "-dc"], ["cat"]], "gzip -dc < F | cat"),
            Plan("blot behind gzip", [["gzip", "-dc"], [self.blot, "-q"], ["cat"]],
                 "gzip -dc < F | blot -q | cat", measured=1),
            self.peers.blot_plan(),
        ]
        if self.peers.ripgrep:
            plans.append(Plan(
                "ripgrep", [[self.peers.ripgrep, "-z", "-c", "-i", "-F", "-f",
                             str(self.peers.literals), str(packed)]],
                "rg -z -c -i -F -f LITERALS F", status=(0, 1)))
        self._tools("compressed", f"the beginning of {self.kind}, as gzip; its size unpacked", packed,
                    plans, size)

    def _judge_throughput(self):
        kind = "AVX-512" if "avx512bw" in processor_flags() else "AVX2"
        speed = {key: best["blot"].speed for key, best in self.figures.items() if "blot" in best}
        for key, share in [(self.kind, 1), ("noisiest", NOISIEST), ("dense", DENSE)]:
            best = self.figures[key]
            self._judge_beside("ripgrep", key, speed, RIPGREP * share)
            self.targets.add(f"{key} logs, of the speed of cat | cat ({kind})",
                             speed[key] / best["cat | cat"].speed, CAT[kind] * share)
        for key, bound in [(self.kind, KINGFISHER), ("dense", KINGFISHER_DENSE)]:
            self._judge_beside("kingfisher", key, speed, bound)
        peaks = {key: best["blot"].peak for key, best in self.figures.items() if "blot" in best}
        key = max(peaks, key=peaks.get)
        self.targets.add(f"peak memory, highest with: {key}", peaks[key], PEAK_MIB, unit="MiB",
                         is_lower_bound=False)

    def _judge_beside(self, tool, key, speed, bound):
        name = f"{key} logs, of {tool}'s speed"
        if tool in self.figures[key]:
            self.targets.add(name, speed[key] / self.figures[key][tool].speed, bound)
        else:
            self.targets.skip(name, f"{tool} was not measured")

    # --- Kernels and threads --------------------------------------------------------------------

    def kernels(self):
        """One row for each way to search that the processor has."""
        print("\n## Kernels")
        if not self._knows_kernels():
            print("skipped: this blot does not know BLOT_KERNEL")
            return
        flags = processor_flags()
        kernels = [kernel for kernel in KERNELS if not kernel[1] or kernel[1] in flags]
        plans = [self.peers.cat_plan()] + [
            self.peers.blot_plan(name, environment={"BLOT_KERNEL": name})
            for name, _, _ in kernels]
        best = self.compare(plans, self.real)
        base = best["cat | cat"].speed
        table(["kernel", "MB/s", "× cat | cat", "own CPU s", "command"], [
            [plan.name, f"{best[plan.name].speed:.0f}", f"{best[plan.name].speed / base:.3f}",
             f"{best[plan.name].own:.2f}", f"`{plan.shown}`"]
            for plan in plans if plan.name in best])
        for name, _, kind in kernels:
            if kind and name in best:
                self.targets.add(f"{self.kind} logs, kernel {name}, of the speed of cat | cat",
                                 best[name].speed / base, CAT[kind])

    def _knows_kernels(self):
        with open(self.blot, "rb") as binary:
            if b"BLOT_KERNEL" in binary.read():
                return True
        outcome = subprocess.run(
            [self.blot], input=b"", capture_output=True,
            env={**os.environ, "BLOT_KERNEL": "none"})
        return outcome.returncode != 0 or bool(outcome.stderr)

    def threads(self):
        """Two threads beside one, on two cores, by the clock."""
        print("\n## Threads")
        name = "two threads, of one thread's speed"
        page = subprocess.run([self.blot, "filter", "--help"], capture_output=True, text=True)
        if "--threads" not in page.stdout:
            print("skipped: this blot has no --threads")
            return self.targets.skip(name, "this blot has no --threads")
        if len(measuring.ALL_CORES) < 2:
            return self.targets.skip(name, "this machine has one core")
        plans = [
            Plan(f"{count}", [[self.blot, "-q", "--threads", str(count), "{input}"]],
                 f"blot -q --threads {count} F > /dev/null") for count in (1, 2)]
        with cores(set(sorted(measuring.ALL_CORES)[:2])):
            walls = {plan.name: [] for plan in plans}
            peaks = {}
            for _ in range(self.runs):
                for plan in plans:
                    figures = measuring.run_once(
                        measuring.filled(plan, self.real), self.real)
                    walls[plan.name].append(figures.wall)
                    peaks[plan.name] = figures.peak
        table(["threads", "MB/s by the clock", "peak MiB", "command"], [
            [plan.name, f"{self.size / min(walls[plan.name]) / MB:.0f}",
             f"{peaks[plan.name]:.0f}", f"`{plan.shown}`"] for plan in plans])
        # By the clock, which other load on the machine disturbs: no reason for CI to fail.
        self.targets.add(name, min(walls["1"]) / min(walls["2"]), THREADS, unit="× by the clock")
        self.targets.add("peak memory with two threads, each", peaks["2"] / 2, PEAK_MIB,
                         unit="MiB", is_lower_bound=False)

    # --- Growth ---------------------------------------------------------------------------------

    def growth(self):
        """How blot's own cost grows with the input, the number of rules and of secrets."""
        print("\n## Growth")
        self._by_size()
        self._by_rules()
        self._by_density()

    HEADER = ["own CPU s", "ns a byte beyond start-up", "peak MiB", "command"]

    def _row(self, what, figures, size, empty, shown):
        """A row of growth: `empty` is what no input costs."""
        beyond = max(0, figures.own - empty.own) / size * 1e9
        return [what, f"{figures.own:.3f}", f"{beyond:.2f}", f"{figures.peak:.0f}", f"`{shown}`"]

    def _empty(self, plans, runs=None):
        """What plans cost without input."""
        return self.compare(plans, os.devnull, runs or 2 * self.runs, 1)

    def _by_size(self):
        limit = self.size if self.short else 4096 * MB
        sizes = [count for count in (1, 4, 16, 64, 256, 1024, 4096) if count * MB <= limit]
        unit = self.folder / "unit.log"
        with open(self.real, "rb") as source, open(unit, "wb") as target:
            target.write(source.read(min(self.size, 64 * MB)))
        start = self._empty([self.peers.blot_plan()])["blot"]
        rows = [["nothing", f"{start.own:.3f}", "", f"{start.peak:.0f}",
                 "`blot -q < /dev/null | cat`"]]
        peaks = []
        for count in sizes:
            size = count * MB
            if size <= unit.stat().st_size:
                plan = Plan("blot", [["head", "-c", str(size)], [self.blot, "-q"], ["cat"]],
                            f"head -c {size} < F | blot -q | cat", measured=1)
            else:
                repeats = size // unit.stat().st_size
                size = repeats * unit.stat().st_size
                plan = Plan("blot", [["cat", *[str(unit)] * repeats], [self.blot, "-q"], ["cat"]],
                            f"cat F (× {repeats}) | blot -q | cat", measured=1)
            figures = self.compare([plan], unit, 1 if count > 256 else self.runs)["blot"]
            peaks.append(figures.peak)
            rows.append(self._row(f"{size / MB:.0f} MB", figures, size, start, plan.shown))
        print(f"\ninput size: {self.logs.name}")
        table(["size", *self.HEADER], rows)
        self.targets.add(
            f"peak memory, up to {sizes[-1]} MB", max(peaks), PEAK_MIB, unit="MiB",
            is_lower_bound=False)

    def _by_rules(self):
        listed = subprocess.run(
            [self.blot, "rules", "list"], capture_output=True, text=True, check=True).stdout
        ids = [line.split()[0] for line in listed.splitlines()]
        # Any order but the alphabet's: neighbours have literals in common.
        random.Random(inputs.SEED).shuffle(ids)
        counts = [10, 100] if self.short else [10, 30, 100, 300, 1000]
        plans = [
            self.peers.blot_plan(f"{count}", [word for id in ids[:count]
                                              for word in ("--only", id)])
            for count in counts if count < len(ids)]
        for plan in plans:
            plan.shown = "blot -q --only … < F | cat"
        plans.append(self.peers.blot_plan(f"all {len(ids)}"))
        path = self.folder / "rules.log"
        self.logs.write(path, self.part)
        size = path.stat().st_size
        best, empty = self.compare(plans, path), self._empty(plans)
        print(f"\nnumber of rules, chosen at random: {size / MB:.0f} MB, {self.logs.name}")
        table(["rules", *self.HEADER], [
            self._row(plan.name, best[plan.name], size, empty[plan.name], plan.shown)
            for plan in plans])

    def _by_density(self):
        rows = []
        path = self.folder / "density.log"
        plan = self.peers.blot_plan()
        start = self._empty([plan])["blot"]
        for every in [0, 10] if self.short else [0, 10_000, 1000, 100, 10, 1]:
            self.logs.write(path, self.part, every)
            size = path.stat().st_size
            figures = self.compare([plan], path)["blot"]
            name = f"1 line in {every}" if every > 1 else "every line" if every else "none added"
            rows.append(self._row(name, figures, size, start, plan.shown))
        print(f"\nlines with a secret: {size / MB:.0f} MB, {self.logs.name}")
        table(["secrets", *self.HEADER], rows)

    # --- Memory ---------------------------------------------------------------------------------

    def memory(self):
        """Calls of the allocator for each megabyte."""
        print("\n## Allocations")
        compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
        if not compiler:
            print("skipped: there is no C compiler to make the counter with")
            return
        library, log = self.folder / "count.so", self.folder / "count"
        built = subprocess.run(
            [compiler, "-O2", "-shared", "-fPIC", "-o", library,
             str(HERE / "count_allocations.c")], capture_output=True)
        if built.returncode != 0:
            print("skipped: the counter does not compile here (it needs glibc)")
            return
        large = min(self.size, (6 if self.short else 50) * MB)
        small = large // 5
        rows = []
        for key, path in [(self.kind, self.real), ("noisiest", self.noisiest),
                          ("dense", self.dense)]:
            count = measuring.allocations([self.blot, "-q"], path, small, large, library, log)
            rows.append([key, f"{count:.0f}", "`blot -q < F`"])
        print(f"the difference of {small / MB:g} and {large / MB:g} MB")
        table(["input", "allocations per MB", "command"], rows)

    # --- Waiting --------------------------------------------------------------------------------

    def waiting(self):
        """What a person feels: start-up and the delay of a line."""
        print("\n## Waiting")
        starts, count = (30, 400) if self.short else (300, 5000)
        commands = {"cat": ["cat"], "blot": [self.blot, "-q"]}
        times = measuring.start_up(commands, starts)
        rows = [[f"start-up, median / best of {starts}", name, f"{middle:.1f} / {best:.1f} ms",
                 f"`{name}{' -q' if name == 'blot' else ''} < /dev/null`"]
                for name, (middle, best) in times.items()]
        self.targets.add("start-up, beyond cat's, best", times["blot"][1] - times["cat"][1],
                         START_MS, unit="ms", is_lower_bound=False)
        with open(self.real, "rb") as log:
            lines = [line for line in log.read(4 * MB).split(b"\n") if line]
        lines = [line + b"\n" for line in random.Random(inputs.SEED).choices(lines, k=count + 50)]
        for name, command in commands.items():
            middle, worst = measuring.latency(command, lines)
            rows.append([f"a line's delay, p50 / p99 of {count}", name,
                         f"{middle:.0f} / {worst:.0f} µs", "a line at a time through pipes"])
        self.targets.add("a line's delay, p99", worst, LATENCY_US, unit="µs",
                         is_lower_bound=False)
        table(["what", "tool", "time", "command"], rows)

    # --- Rules ----------------------------------------------------------------------------------

    def rules(self):
        """What single rules cost: the head of `blot rules check --profile`."""
        print("\n## Rules")
        with measuring.slice_of(self.real, min(self.size, 50 * MB)) as part:
            text = subprocess.run(
                [self.blot, "rules", "check", "--profile", part], capture_output=True, text=True,
                check=True).stdout
        lines = text.splitlines()
        print(f"`blot rules check --profile F`, {self.logs.name}\n\n```")
        print("\n".join(lines[:8]))
        print("```")
        costs = [line for line in lines if re.match(r"\s*[\d.]+\s+[\d.]+ %", line)]
        if costs:
            share = float(costs[0].split()[1])
            self.targets.add("the costliest rule's share of a scan", share, RULE_SHARE, unit="%",
                             is_lower_bound=False)
