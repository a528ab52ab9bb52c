"""Tables, and the targets that were met or missed."""

import platform
from dataclasses import dataclass


def table(header, rows):
    """Prints a table in Markdown."""
    print()
    rows = [[cell.replace("|", "\\|") for cell in row] for row in [header, *rows]]
    print("| " + " | ".join(rows[0]) + " |")
    print("|---|" + "---:|" * (len(header) - 2) + "---|")
    for row in rows[1:]:
        print("| " + " | ".join(row) + " |")
    print(flush=True)


def machine():
    """The processor's name."""
    with open("/proc/cpuinfo") as info:
        for line in info:
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.machine()


def processor_flags():
    """What the processor can do, as /proc/cpuinfo has it."""
    with open("/proc/cpuinfo") as info:
        for line in info:
            if line.startswith(("flags", "Features")):
                return set(line.split(":", 1)[1].split())
    return set()


@dataclass
class Target:
    """A bound, and what was measured."""

    name: str
    measured: float
    bound: float
    unit: str = "×"
    is_lower_bound: bool = True

    @property
    def is_met(self):
        """Whether the bound holds."""
        return self.measured >= self.bound if self.is_lower_bound else self.measured < self.bound

    @property
    def is_ratio(self):
        """Whether it says the same on every machine."""
        return self.unit in ("×", "%")

    def is_far_off(self, margin):
        """Whether it is missed even when a part `margin` of it would do."""
        if self.is_lower_bound:
            return self.measured < self.bound * margin
        return self.measured > self.bound / margin

    def row(self):
        """For the table."""
        sign = "≥" if self.is_lower_bound else "<"
        return [self.name, f"{sign} {self.bound:g} {self.unit}",
                f"{self.measured:.3g} {self.unit}", "met" if self.is_met else "**missed**"]


class Targets:
    """What was promised, in order."""

    def __init__(self):
        self.rows, self.skipped = [], []

    def add(self, *arguments, **options):
        """Judges a figure."""
        self.rows.append(Target(*arguments, **options))

    def skip(self, name, reason):
        """A target that could not be looked at."""
        self.skipped.append(f"{name}: {reason}")

    def show(self):
        """Prints them."""
        print("\n## Targets")
        table(["target", "bound", "measured", "result"], [target.row() for target in self.rows])
        for line in self.skipped:
            print(f"skipped: {line}")

    def failures(self, margin):
        """The ratios that are far off."""
        return [target.name for target in self.rows
                if target.is_ratio and target.is_far_off(margin)]
