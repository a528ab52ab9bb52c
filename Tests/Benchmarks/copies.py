"""Compares a tree with its redacted copy: only where something was found may they differ."""

import os
import pathlib
import re
import shutil
import stat
import subprocess
import tempfile

PLACEHOLDER = re.compile(rb"\[REDACTED:[a-z0-9.-]+\]")
ACCOUNT = {"REDACTION.md", "redaction.json"}

# How the tool of each format tells that a file is sound; the path goes behind.
SOUND = {
    ".tar": ["tar", "-tf"], ".tar.gz": ["tar", "-tzf"], ".tar.xz": ["tar", "-tJf"],
    ".tar.bz2": ["tar", "-tjf"], ".tar.zst": ["tar", "--zstd", "-tf"],
    ".tar.lz4": ["tar", "-I", "lz4", "-tf"], ".gz": ["gzip", "-t"], ".xz": ["xz", "-t"],
    ".bz2": ["bzip2", "-t"], ".zst": ["zstd", "-tq"], ".lz4": ["lz4", "-tq"],
    ".zip": ["unzip", "-tqq"], ".7z": ["7zz", "t", "-bd"],
    ".cpio": ["sh", "-c", 'cpio -t --quiet < "$0"'],
}
# How it is unpacked into the current directory; the path goes behind.
UNPACK = {
    ".tar": ["tar", "-xf"], ".zip": ["unzip", "-qq"], ".7z": ["7zz", "x", "-bd"],
    ".cpio": ["sh", "-c", 'cpio -idm --quiet < "$0"'],
}
UNPACK.update({ending: [*command[:-1], command[-1].replace("t", "x")]
               for ending, command in SOUND.items() if ending.startswith(".tar.")})
# How a compressed file is unpacked to standard output.
PLAIN = {".gz": "gzip", ".xz": "xz", ".bz2": "bzip2", ".zst": "zstd", ".lz4": "lz4"}


def ending(name):
    """What says the format: the longest that is known."""
    found = [known for known in SOUND if name.endswith(known)]
    return max(found, key=len, default=None)


def program(command):
    """The command with the program that is there; None without one."""
    name = command[0] if command[0] != "sh" else "cpio"
    if name == "7zz" and not shutil.which("7zz"):
        return ["7z", *command[1:]] if shutil.which("7z") else None
    return command if shutil.which(name) else None


def shown(path):
    """A path as reports have it."""
    return os.fsencode(path).decode(errors="backslashreplace")


def walk(root):
    """The paths below a directory; symlinks are not followed."""
    for folder, directories, files in os.walk(root):
        for name in directories + files:
            yield os.path.relpath(os.path.join(folder, name), root)


class Comparison:
    """A tree and its copy."""

    def __init__(self, source, copy, spans, odd):
        self.source, self.copy = pathlib.Path(source), pathlib.Path(copy)
        # Where something was found: (start, end) by path and member.
        self.spans = spans
        # Archives that are compared by nobody: they look wrong to their own tools.
        self.odd = odd
        self.problems = []
        self.compared = self.changed = self.opened = 0
        self.untested = set()

    def run(self, left_out):
        """Compares everything; `left_out` is what the account says is missing."""
        sources, copies = set(walk(self.source)), set(walk(self.copy))
        for path in sorted(copies - sources - ACCOUNT, key=os.fsencode):
            self._complain(path, "is in the copy only")
        for path in sorted(sources - copies, key=os.fsencode):
            if shown(path) not in left_out:
                self._complain(path, "is missing, and the account does not tell")
        for path in sorted(sources & copies, key=os.fsencode):
            if shown(path) in left_out:
                self._complain(path, "is in the copy, and the account says it is not")
            self._compare(path)

    def _complain(self, path, what):
        self.problems.append(f"{shown(path)} {what}")

    def _compare(self, path):
        source, copy = self.source / path, self.copy / path
        a, b = source.lstat(), copy.lstat()
        if a.st_mode != b.st_mode:
            self._complain(path, f"has mode {b.st_mode:o} in place of {a.st_mode:o}")
        if stat.S_ISLNK(a.st_mode):
            if os.readlink(source) != os.readlink(copy):
                self._complain(path, "leads elsewhere")
            return
        if a.st_mtime_ns != b.st_mtime_ns:
            self._complain(path, "has another modification time")
        if not stat.S_ISREG(a.st_mode):
            return
        self.compared += 1
        found = {member: spans for (where, member), spans in self.spans.items()
                 if where == shown(path)}
        is_same = same_bytes(source, copy)
        if not found and not is_same and path not in self.odd:
            self._complain(path, "differs, and nothing was found in it")
        if found and is_same:
            self._complain(path, "is the same, and something was found in it")
        if not is_same:
            self.changed += 1
            if path not in self.odd:
                try:
                    self._compare_inside(path, source, copy, found)
                except subprocess.CalledProcessError as error:
                    self._complain(path, f"or its copy does not unpack with {error.cmd[0]}")

    def _compare_inside(self, path, source, copy, found):
        kind = ending(path)
        if kind is None:
            texts = [source.read_bytes(), copy.read_bytes()]
            return self._compare_bytes(path, *texts, found.get(None, []))
        if kind in PLAIN:
            command = [PLAIN[kind], "-dc"]
            texts = [subprocess.run([*command, file], capture_output=True, check=True).stdout
                     for file in (source, copy)]
            return self._compare_bytes(path, *texts, found.get(None, []))
        with tempfile.TemporaryDirectory(dir=self.copy.parent) as name:
            self._compare_archives(path, pathlib.Path(name), source, copy, kind, found)

    def _compare_archives(self, path, folder, source, copy, kind, found):
        sides = []
        for side, archive in (("a", source), ("b", copy)):
            (folder / side).mkdir()
            command = program(UNPACK[kind])
            subprocess.run([*command, archive], cwd=folder / side, check=True,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            sides.append(folder / side)
        spans = {}
        for member, places in found.items():
            outer, _, inner = (member or "").partition("!")
            spans[outer, inner or None] = places
        inside = Comparison(*sides, spans, set())
        inside.run(set())
        self.problems += [f"{path}!{problem}" for problem in inside.problems]

    def _compare_bytes(self, path, source, copy, spans):
        """The bytes between the places where something was found must be the same."""
        at = came = 0
        for start, end in [*merged(spans), (len(source), len(source))]:
            kept = source[came:start]
            if copy[at:at + len(kept)] != kept:
                where = first_difference(kept, copy[at:at + len(kept)])
                line = source.count(b"\n", 0, came + where) + 1
                return self._complain(path, f"differs in line {line}, outside of what was found")
            at, came = at + len(kept), end
            if start < len(source):
                placeholder = PLACEHOLDER.match(copy, at)
                if not placeholder:
                    line = source.count(b"\n", 0, start) + 1
                    return self._complain(path, f"has no placeholder in line {line}")
                at = placeholder.end()
        if at != len(copy):
            self._complain(path, "is longer than its source")

    def open_all(self):
        """Opens every archive and compressed file of the copy with its own tool."""
        for path in sorted(walk(self.copy), key=os.fsencode):
            kind = ending(path)
            file = self.copy / path
            if kind is None or file.is_symlink() or not file.is_file():
                continue
            command = program(SOUND[kind])
            if not command:
                self.untested.add(kind)
                continue
            done = subprocess.run([*command, file], stdin=subprocess.DEVNULL, capture_output=True)
            self.opened += 1
            # An archive of whose members none is left is empty, which unzip warns of with 1.
            if done.returncode > (1 if path in self.odd else 0):
                said = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
                self._complain(path, f"does not open with {command[0]}: {''.join(said)}")


def same_bytes(a, b):
    """Whether two files are the same."""
    if a.stat().st_size != b.stat().st_size:
        return False
    with open(a, "rb") as left, open(b, "rb") as right:
        while True:
            block = left.read(1 << 20)
            if block != right.read(1 << 20):
                return False
            if not block:
                return True


def merged(spans):
    """Spans in order; those that touch or overlap are one."""
    result = []
    for start, end in sorted(spans):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result


def first_difference(a, b):
    """How many bytes two texts have in common."""
    return next((at for at, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
