#!/usr/bin/env python3
"""Audits a tree of everything, and copies it redacted: is all of it right, and how fast.

The tree has small and large logs, every compression and archive format, rotated logs, Docker's and
Kubernetes' directories, a journal, hidden files, and hostile things. Secrets are planted in it, so
that it is known what a report must say. Checks fail whatever the machine; ratios are judged where
nothing else runs.
"""

import argparse
import collections
import contextlib
import datetime
import json
import os
import pathlib
import platform
import subprocess
import sys
import tempfile
import time

import inputs
import measuring
from bench import MARGIN
from copies import Comparison, shown
from hostile import make_hostile
from measuring import ALL_CORES, Plan
from report import Targets, machine, table
from trees import Tree

MB = 10**6
# What is promised of an audit.
PEAK_MIB, THREADS, UNCHANGED = 256, 1.7, 5
# Cores that others may use while threads are compared.
OTHERS = 0.15
# The end of a note of what was scanned after all.
AS_TEXT = "; scanned as text"
# How many of a check's complaints are printed.
SHOWN = 12


def settings():
    """What was asked for."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--blot", default=".build/release/blot", help="the binary to measure")
    options.add_argument("--logs", metavar="DIR", help="real logs in place of generated ones")
    options.add_argument("--size", type=float, metavar="MB", help="of the tree; 2000, or 150")
    options.add_argument("--runs", type=int, help="of each audit; 3, or 2")
    options.add_argument("--folder", metavar="DIR",
                         help="where the tree is made and stays; by default it is removed")
    options.add_argument("--short", action="store_true",
                         help=f"a small tree; ratios fail below {MARGIN:g} of their target only")
    parsed = options.parse_args()
    parsed.size = parsed.size or (150 if parsed.short else 2000)
    parsed.runs = parsed.runs or (2 if parsed.short else 3)
    return parsed


class Report:
    """An audit's report as JSON lines."""

    def __init__(self, path, root):
        self.lines = pathlib.Path(path).read_bytes().splitlines()
        self.root = os.fsdecode(root) + "/"
        self.findings, self.notes, self.summary = [], collections.defaultdict(list), {}
        for line in self.lines:
            value = json.loads(line)
            if "rule" in value:
                self.findings.append(value)
            elif "summary" in value:
                self.summary = value["summary"]
            else:
                for kind, note in value.items():
                    self.notes[kind].append(
                        note if isinstance(note, str) else f"{note['path']}: {note.get('reason')}")

    def relative(self, path):
        """A place's path in the tree, without the symlinks that the kubelet keeps."""
        path = path.removeprefix(self.root)
        if "/containers/" in path and os.path.islink(self.root + path):
            path = os.path.relpath(os.path.realpath(self.root + path), os.path.realpath(self.root))
        return path

    def spans(self):
        """Where something was found, by path and member."""
        result = collections.defaultdict(list)
        for finding in self.findings:
            for place in finding["places"]:
                key = (self.relative(place["path"]), place["member"])
                result[key].append((place["byteStart"], place["byteEnd"]))
        return result

    def comparable(self):
        """All of it but for the clock."""
        clock = {"started": None, "seconds": None}
        return [*self.lines[:-1], json.dumps({**self.summary, **clock}, sort_keys=True).encode()]


class Audit:
    """One run: the binary, the tree, and what came out."""

    def __init__(self, asked, folder, tree):
        self.asked, self.folder, self.tree = asked, folder, tree
        self.blot = str(pathlib.Path(asked.blot).resolve())
        self.targets = Targets()
        self.failed, self.passed, self.rows = [], set(), []

    def check(self, name, problems):
        """A check, and why it failed if it did."""
        problems = list(problems)
        # What is looked at after each run is told once, unless it fails.
        if problems or name not in self.passed:
            print(f"{'FAILED' if problems else 'ok'}: {name}")
        self.passed.add(name)
        for problem in problems[:SHOWN]:
            print(f"    {problem}")
        if len(problems) > SHOWN:
            print(f"    and {len(problems) - SHOWN} more")
        if problems and name not in self.failed:
            self.failed.append(name)

    def run(self, name, words, status, shown_as):
        """Runs blot; what it cost, and what others used meanwhile."""
        plan = Plan(name, [[self.blot, *words]], shown_as, status=tuple(range(256)))
        before = busy_seconds()
        figures = measuring.run_once(plan, os.devnull)
        others = max(0, busy_seconds() - before - figures.seconds) / figures.wall
        self.check(f"`{shown_as}` ends with status {status}",
                   [f"status {figures.status}"] if figures.status != status else [])
        return figures, others

    def scan_words(self, root, report, *more):
        """The arguments of an audit."""
        return ["scan", str(root), "--no-config", "-q", "--key-file", str(self.folder / "key"),
                "--report", f"jsonl={report}", *more]

    def row(self, what, figures, size, shown_as, others=None):
        """A line of the table."""
        self.rows.append([
            what, f"{size / figures.wall / MB:.0f}" if size else "", f"{figures.wall:.2f}",
            f"{figures.own:.2f}", f"{figures.peak:.0f}",
            "" if others is None else f"{others:.2f}", f"`{shown_as}`"])

    # --- Audits ---------------------------------------------------------------------------------

    def audits(self):
        """With one thread and with two, in turn."""
        best, first = {}, None
        for _ in range(self.asked.runs):
            for threads in (1, 2):
                path = self.folder / f"report-{threads}.jsonl"
                command = f"blot scan TREE --report jsonl=R --key-file K --threads {threads}"
                figures, others = self.run(
                    str(threads), self.scan_words(self.tree.root, path, "--threads", str(threads)),
                    2, command)
                if threads not in best or figures.wall < best[threads][0].wall:
                    best[threads] = (figures, others, command)
                self.peak(figures, f"of an audit with {threads} thread{'s'[:threads - 1]}")
                report = Report(path, self.tree.root)
                first = first or report
                self.same(first, report, threads)
        report = first
        size = report.summary["bytes"]
        for threads, (figures, others, command) in best.items():
            self.row(f"audit, {threads} thread{'s'[:threads - 1]}", figures, size, command, others)
        self.ratio(best)
        self.check_secrets(report)
        self.check_hostile(report)
        return report

    def peak(self, figures, what):
        """Bounded memory."""
        self.check(f"peak memory {what} is below {PEAK_MIB} MiB",
                   [f"{figures.peak:.0f} MiB"] if figures.peak >= PEAK_MIB else [])

    def same(self, first, again, threads):
        """Byte for byte, but for the clock."""
        self.check(f"a report with {threads} thread{'s'[:threads - 1]} has the same bytes as the "
                   "first with one, but for the clock",
                   differing_lines(first.comparable(), again.comparable()))

    def ratio(self, best):
        """Two threads beside one, where two cores had nothing else to do."""
        name = "two threads, of one thread's speed"
        measured = best[1][0].wall / best[2][0].wall
        busy = max(others for _, others, _ in best.values())
        load = f"load {os.getloadavg()[0]:.1f}, others used {busy:.2f} cores"
        if len(ALL_CORES) < 2:
            return self.targets.skip(name, "this machine has one core")
        if busy > OTHERS:
            return self.targets.skip(name, f"measured {measured:.2f} ×, but {load}")
        print(f"{name}: {measured:.2f} × ({load})")
        self.targets.add(name, measured, THREADS)

    def check_secrets(self, report):
        """Every planted secret is one entry, with all its places, first and last seen."""
        owners = collections.defaultdict(set)
        for number, finding in enumerate(report.findings):
            for place in finding["places"]:
                key = (report.relative(place["path"]), place["member"])
                owners[*key, place["byteStart"]].add(number)
        lost, wrong, seen = [], [], []
        for secret in self.tree.secrets:
            exact = [(shown(place.path), place.member, place.start)
                     for place in secret.places if place.start is not None]
            what = f"`{secret.line.format('…')}`"
            lost += [f"{what} in {path}{'!' + member if member else ''}, byte {start}"
                     for path, member, start in exact if not owners[path, member, start]]
            entries = {number for key in exact for number in owners[key]}
            if len(entries) != 1:
                wrong.append(f"{what}: {len(entries)} entries: "
                             + ", ".join(sorted({report.findings[n]["rule"] for n in entries})))
                continue
            finding = report.findings[entries.pop()]
            wrong += self._differences(what, secret, finding, report)
            seen += self._times(what, secret, finding)
        count = sum(len(secret.places) for secret in self.tree.secrets)
        self.check(
            f"all {count} places of {len(self.tree.secrets)} planted secrets are found", lost)
        self.check(
            "each planted secret is one entry with as many occurrences as were planted", wrong)
        self.check("each entry says when its secret was first and last seen", seen)

    @staticmethod
    def _differences(what, secret, finding, report):
        loose = {shown(place.path) for place in secret.places if place.start is None}

        def key(path, member, start):
            return path, member, None if path in loose else start

        planted = collections.Counter(
            key(shown(place.path), place.member, place.start) for place in secret.places)
        found = collections.Counter(
            key(report.relative(place["path"]), place["member"], place["byteStart"])
            for place in finding["places"])
        if planted != found:
            for place, number in ((planted - found) + (found - planted)).items():
                yield f"{what}: {planted[place]} planted, {found[place]} found at {place}"
        if finding["occurrences"] != len(secret.places):
            yield f"{what}: {finding['occurrences']} occurrences of {len(secret.places)}"
        if finding["secret"]["length"] != len(secret.text):
            yield f"{what}: {finding['secret']['length']} bytes of {len(secret.text)}"

    @staticmethod
    def _times(what, secret, finding):
        stamps = sorted(moment(place.stamp) for place in secret.places if place.stamp)
        for key, stamp in (("firstSeen", stamps[0]), ("lastSeen", stamps[-1])):
            if not finding[key] or moment(finding[key]) != stamp:
                yield f"{what}: {key} is {finding[key]}, planted {stamp.isoformat()}"

    def check_hostile(self, report):
        """Every hostile thing is told of, and nothing else is."""
        silent, left = [], []
        notes = {kind: [note.removeprefix(report.root) for note in notes]
                 for kind, notes in report.notes.items()}
        for thing in self.tree.hostile:
            if not any(note.startswith(thing.path) and thing.reason in note
                       for note in notes.get(thing.kind, [])):
                silent.append(f"{thing.path}: no {thing.kind} with `{thing.reason}`")
        for kind, lines in notes.items():
            # Lines that are no record of their file's format are told of, and scanned.
            left += [f"{kind}: {line}" for line in lines if not line.endswith(AS_TEXT) and not any(
                line.startswith(thing.path) for thing in self.tree.hostile)]
        self.check(f"all {len(self.tree.hostile)} hostile things are reported", silent)
        self.check("nothing else is reported as not read", left)
        inside = [path for path in ("/tmp/blot-bench-absolute.log", self.folder / "escaped.log",
                                    self.folder.parent / "escaped.log") if os.path.exists(path)]
        self.check("nothing is written to where hostile members lead", inside)

    def clean(self):
        """Without hostile things an audit is complete."""
        path = self.folder / "clean.jsonl"
        command = "blot scan TREE/good --report jsonl=R --key-file K"
        self.run("clean", self.scan_words(self.tree.root / "good", path), 1, command)
        summary = Report(path, self.tree.root).summary
        self.check("without hostile things the audit is complete", [
            f"{key}: {summary[key]}" for key, wanted in (
                ("complete", True), ("failures", 0), ("blindSpots", 0), ("isPartial", False))
            if summary[key] != wanted])

    def incremental(self):
        """The second audit of a tree that is as it was."""
        # What could not be read in full is read again, so the bombs are told of apart.
        for root, shown_as, status in ((self.tree.root / "good", "TREE/good", 1),
                                       (self.tree.root, "TREE", 2)):
            state, path = self.folder / "state", self.folder / "state.jsonl"
            command = f"blot scan {shown_as} --state S --report jsonl=R --key-file K --threads 1"
            words = self.scan_words(root, path, "--state", str(state), "--threads", "1")
            first, others = self.run("first", words, status, command)
            report = Report(path, self.tree.root)
            runs = [self.run("again", words, status, command) for _ in range(self.asked.runs)]
            again, others_again = min(runs, key=lambda run: run[0].own)
            self.peak(first, "with a state")
            repeated = Report(path, self.tree.root)
            self.check(f"an audit of the unchanged {shown_as} reports what the first did",
                       differing_lines(report.lines[:-1], repeated.lines[:-1]))
            self.row(f"{shown_as}, with a state", first, report.summary["bytes"], command,
                     others)
            self.row(f"{shown_as} again, unchanged", again, 0, command, others_again)
            share = 100 * again.own / first.own
            print(f"{shown_as} again: {share:.1f} % of the first audit's processor time, "
                  f"{repeated.summary['unchanged']} of {repeated.summary['files']} files unchanged")
            if status == 1:
                self.targets.add("an unchanged tree, of the first audit's processor time",
                                 share, UNCHANGED, unit="%", is_lower_bound=False)
            state.unlink()
        # The last was of all of it: with or without a state, the same is found.
        self.check("a state changes nothing of what is found", differing_lines(
            self.report.lines[:-1], report.lines[:-1]))

    # --- Copies ---------------------------------------------------------------------------------

    def copy(self, report):
        """A redacted copy: nothing in it, nothing else changed, everything opens."""
        safe = self.folder / "safe"
        command = "blot redact TREE --output SAFE --key-file K"
        figures, others = self.run(
            "redact", ["redact", str(self.tree.root), "--output", str(safe), "--no-config", "-q",
                       "--key-file", str(self.folder / "key")], 2, command)
        self.row("redact, with its own check", figures, report.summary["bytes"], command, others)
        self.peak(figures, "of a copy")
        account = json.loads((safe / "redaction.json").read_bytes())
        self.check("the copy's own check found nothing", account["leaking"])
        path = self.folder / "safe.jsonl"
        figures, others = self.run("safe", self.scan_words(safe, path), 0,
                                   "blot scan SAFE --report jsonl=R --key-file K")
        scanned = Report(path, safe)
        self.check("an audit of the copy finds nothing", [
            f"{finding['rule']} in {scanned.relative(place['path'])}!{place['member']}, "
            f"line {place['line']}"
            for finding in scanned.findings for place in finding["places"]])
        self.check("an audit of the copy is complete", [
            note for notes in scanned.notes.values() for note in notes
            if not note.endswith(AS_TEXT)])
        left_out = {file["path"] for file in account["files"]
                    if file["fate"] in ("leftOut", "skipped")}
        start = time.perf_counter()
        comparison = Comparison(self.tree.root, safe, report.spans(), self.tree.odd_archives)
        comparison.run(left_out)
        self.check("the copy differs only where something was found "
                   f"({comparison.compared} files compared, {comparison.changed} changed, "
                   f"{len(left_out)} left out)", comparison.problems)
        comparison.problems = []
        comparison.open_all()
        self.check(f"all {comparison.opened} archives and compressed files of the copy open with "
                   "their own tools", comparison.problems)
        if comparison.untested:
            print(f"skipped: no tool for {' '.join(sorted(comparison.untested))}")
        print(f"compared in {time.perf_counter() - start:.0f} s")


def differing_lines(a, b):
    """What two lists of lines say differently."""
    if len(a) != len(b):
        yield f"{len(b)} lines in place of {len(a)}"
    for number, (x, y) in enumerate(zip(a, b), 1):
        if x != y:
            yield f"line {number} differs"


def moment(stamp):
    """A time of RFC 3339, to the microsecond."""
    return datetime.datetime.fromisoformat(stamp.replace("Z", "+00:00"))


def busy_seconds():
    """What all processors have done since the machine was started."""
    with open("/proc/stat") as counts:
        user, nice, system, _, _, interrupts, soft = map(int, counts.readline().split()[1:8])
    return (user + nice + system + interrupts + soft) / os.sysconf("SC_CLK_TCK")


def main():
    asked = settings()
    sys.stdout.reconfigure(line_buffering=True)
    version = subprocess.run(
        [asked.blot, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    if asked.folder:
        os.makedirs(asked.folder, exist_ok=True)
    place = (contextlib.nullcontext(tempfile.mkdtemp(dir=asked.folder)) if asked.folder
             else tempfile.TemporaryDirectory(prefix="blot-audit-"))
    with place as name:
        folder = pathlib.Path(name)
        logs = inputs.Logs(asked.logs)
        start = time.perf_counter()
        tree = Tree(folder / "tree", int(asked.size * MB), logs, asked.short)
        tree.make()
        make_hostile(tree)
        print(f"# Audit\n\nblot {version}; {machine()}, {os.cpu_count()} cores; "
              f"Linux {platform.release()}; load {os.getloadavg()[0]:.1f}; {logs.name}; "
              f"best of {asked.runs}; "
              f"tree made in {time.perf_counter() - start:.0f} s\n")
        for tool in sorted(set(tree.missing)):
            print(f"skipped: what needs {tool}")
        audit = Audit(asked, folder, tree)
        report = audit.report = audit.audits()
        audit.clean()
        audit.incremental()
        audit.copy(report)
        summary = report.summary
        print(f"\n{summary['bytes'] / MB:.0f} MB in {summary['files']} files, "
              f"{len(report.findings)} secrets, {summary['occurrences']} places; "
              f"load now {os.getloadavg()[0]:.1f}")
        table(["what", "MB/s by the clock", "seconds", "CPU s", "peak MiB",
               "cores that others used", "command"], audit.rows)
    audit.targets.show()
    missed = (audit.targets.failures(MARGIN) if asked.short
              else [target.name for target in audit.targets.rows if not target.is_met])
    for name in audit.failed:
        print(f"failed: {name}")
    for name in missed:
        print(f"missed: {name}")
    sys.exit(1 if audit.failed or missed else 0)


if __name__ == "__main__":
    main()
