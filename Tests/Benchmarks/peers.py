"""The tools that blot is measured beside, as far as they are installed."""

import pathlib
import shutil
import subprocess

from measuring import Plan

HERE = pathlib.Path(__file__).parent

# What `make bench-peers` installs from PyPI.
PACKAGES = ["hyperscan", "kingfisher-bin", "scrubbers"]

MB = 1_000_000


class Peers:
    """Plans for one input, and why others are missing."""

    def __init__(self, blot, folder, venv, short):
        self.blot, self.short = blot, short
        self.venv = pathlib.Path(venv)
        self.missing = {}
        self.literals = folder / "literals"
        self.literals.write_bytes(self._ask("literals"))
        self.patterns = folder / "patterns"
        self.patterns.write_bytes(self._ask("patterns"))
        self.ripgrep = self._find("rg", "ripgrep is not installed (Debian: ripgrep)")
        self.grep = self._find("grep", "grep is not installed")
        self.kingfisher = self._find(
            "kingfisher", "kingfisher is not installed (make bench-peers)",
            self.venv / "bin/kingfisher")
        self.python = self.venv / "bin/python"
        self.modules = {name for name in ("hyperscan", "scrubbers") if self._has(name)}
        if self.kingfisher and not short:
            # Its first run compiles its rules and keeps them.
            subprocess.run(
                [self.kingfisher, "scan", str(self.literals), "--no-validate", "-o", "/dev/null"],
                capture_output=True)

    def _ask(self, what):
        return subprocess.run(
            [self.blot, "rules", what], capture_output=True, check=True).stdout

    def _find(self, command, reason, beside=None):
        found = str(beside) if beside and beside.exists() else shutil.which(command)
        if not found:
            self.missing[command] = reason
        return found

    def _has(self, module):
        if self.python.exists() and subprocess.run(
                [self.python, "-c", f"import {module}"], capture_output=True).returncode == 0:
            return True
        self.missing[module] = f"{module} is not installed (make bench-peers)"
        return False

    def versions(self):
        """What the tools call themselves."""
        lines = []
        for command in (self.ripgrep, self.grep, self.kingfisher):
            if command:
                said = subprocess.run([command, "--version"], capture_output=True, text=True)
                lines.append(said.stdout.split("\n")[0])
        for module in sorted(self.modules):
            said = subprocess.run(
                [self.python, "-c", "import importlib.metadata as m, sys; "
                 "print(m.version(sys.argv[1]))", module], capture_output=True, text=True)
            lines.append(f"{module} {said.stdout.strip()} (PyPI)")
        return ", ".join(lines)

    # --- Plans ----------------------------------------------------------------------------------

    def blot_plan(self, name="blot", options=(), environment=None, **more):
        """blot, its output read by cat."""
        shown = " ".join(["blot -q", *options, "< F | cat"])
        for key, value in (environment or {}).items():
            shown = f"{key}={value} {shown}"
        return Plan(
            name, [[self.blot, "-q", *options], ["cat"]], shown, environment=environment or {},
            **more)

    def cat_plan(self):
        """What moving the bytes costs."""
        return Plan("cat | cat", [["cat"], ["cat"]], "cat < F | cat")

    def ripgrep_plan(self):
        """The lines with a literal, counted."""
        return Plan(
            "ripgrep", [[self.ripgrep, "-c", "-i", "-F", "-f", str(self.literals), "-"]],
            "rg -c -i -F -f LITERALS - < F", status=(0, 1))

    def kingfisher_plan(self):
        """kingfisher with its own rules; the difference of two sizes, so that its start does not
        count."""
        return Plan(
            "kingfisher", [[self.kingfisher, "scan", "{input}", "--no-validate", "--no-limits",
                            "--jobs", "1", "-o", "/dev/null"]],
            "kingfisher scan F --no-validate --no-limits --jobs 1 -o /dev/null",
            status=(0, 200, 205), slice=60 * MB, is_marginal=True)

    def _script(self, name, shown, script, *arguments, slice=0):
        return Plan(
            name, [[str(self.python), str(HERE / script), *arguments]], f"{script} {shown}< F",
            tells_seconds=True, slice=slice)

    def all(self):
        """Every tool on one input; in the short form the quick ones."""
        plans = [self.cat_plan(), self.blot_plan(),
                 self.blot_plan("blot, report", ["--report", "jsonl=/dev/null"], slice=100 * MB)]
        if self.ripgrep:
            plans.append(self.ripgrep_plan())
        if self.short:
            return plans
        if "hyperscan" in self.modules:
            plans.append(self._script(
                "Hyperscan, literals", "literals LITERALS ", "peer_hyperscan.py", "literals",
                str(self.literals)))
            plans.append(self._script(
                "Hyperscan, patterns", "patterns PATTERNS ", "peer_hyperscan.py", "patterns",
                str(self.patterns), slice=50 * MB))
        if self.kingfisher:
            plans.append(self.kingfisher_plan())
        if "scrubbers" in self.modules:
            plans.append(self._script("scrubbers", "", "peer_scrubbers.py", slice=50 * MB))
        if self.grep:
            plans.append(Plan(
                # Into a pipe: it stops at the first match when it writes to /dev/null.
                "grep", [[self.grep, "-c", "-i", "-F", "-f", str(self.literals)], ["cat"]],
                "LC_ALL=C grep -c -i -F -f LITERALS < F | cat", status=(0, 1), slice=20 * MB,
                environment={"LC_ALL": "C"}, is_marginal=True))
        return plans
