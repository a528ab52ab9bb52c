"""The tree that is audited: logs in every wrapping, with secrets planted in them."""

import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
from dataclasses import dataclass, field

import inputs

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "Quality"))
import kinds  # noqa: E402  (it is a directory beside this one, not a package)

# Bytes of consecutive lines that stay together.
BLOCK = 16_000
# How often a planted secret stands in a log, by the log's size, and at most.
PLANT_EVERY, MOST_PLANTED = 200_000, 40


def password(rng):
    """Fourteen letters and digits."""
    return kinds.draw(rng, kinds.B62, 14)


# Kinds of secrets, and the lines that give them away: exact shapes, and names with a value.
LEAKS = [
    (kinds.ISSUERS["github-pat"], "env GITHUB_TOKEN={} CI=true"),
    (kinds.ISSUERS["npm"], "//registry.npmjs.org/:_authToken={}"),
    (kinds.ISSUERS["digitalocean"], "doctl auth init -t {}"),
    (kinds.ISSUERS["stripe-live"], "charging with {} (live)"),
    (password, "exec mysql --host=db.internal --password={} billing"),
    (password, "connecting to postgres://app:{}@db.internal:5432/orders"),
    (password, "docker run -e DB_PASSWORD={} acme/api:4.2.1"),
]

COMPRESSIONS = {
    "gz": ["gzip", "-6"], "xz": ["xz", "-1"], "bz2": ["bzip2", "-1"], "zst": ["zstd", "-q", "-3"],
    "lz4": ["lz4", "-q", "-1"],
}
JOURNAL_REMOTE = "/lib/systemd/systemd-journal-remote"


@dataclass
class Place:
    """Where a secret was planted."""

    path: str
    member: str | None
    # Bytes before it, in the file or member; None where the reader decides.
    start: int | None
    stamp: str | None


@dataclass
class Secret:
    """A planted secret, and where it stands."""

    text: str
    line: str
    places: list = field(default_factory=list)


@dataclass
class Hostile:
    """What must be told of: a kind of line of the report, and what it begins with and holds."""

    kind: str
    path: str
    reason: str


def plain(line, stamp):
    """A line of a file."""
    return line


def docker_json(line, stamp):
    """A line as Docker's json-file driver keeps it."""
    text = line.decode(errors="replace")
    return json.dumps({"log": text, "stream": "stdout", "time": stamp}).encode() + b"\n"


def cri(line, stamp):
    """A line as the container runtimes of Kubernetes keep it."""
    return f"{stamp} stdout F ".encode() + line


class Tree:
    """A directory of logs: what is in `good` can be read in full, what is in `hostile` cannot."""

    def __init__(self, root, size, logs, is_short):
        self.root, self.size = pathlib.Path(root), size
        # Where things are put together that go into an archive.
        self.stage = self.root.parent / "stage"
        self.rng = random.Random(inputs.SEED + 3)
        self.secrets = [
            Secret(make(self.rng), line)
            for make, line in LEAKS for _ in range(6 if is_short else 20)]
        self._order = []
        self.blocks = self._cut(logs)
        self._wrapped = {}
        # What could not be made for want of a tool.
        self.missing = []
        self.hostile = []
        # Archives that are made to look wrong even to their own tools.
        self.odd_archives = set()
        self.is_short = is_short

    def _cut(self, logs):
        """The lines in blocks, each of one log."""
        texts = ([path.read_bytes() for path in logs.files] if logs.is_real
                 else [b"\n".join(line.encode() for line in logs.lines())])
        quiet = pathlib.Path(__file__).resolve().parents[2] / "Corpus" / "quiet"
        texts += [path.read_bytes() for path in sorted(quiet.glob("*.log"))]
        blocks = []
        for text in texts:
            lines, size, block = text.split(b"\n"), 0, []
            for line in lines:
                if not line:
                    continue
                block.append(line)
                size += len(line) + 1
                if size >= BLOCK:
                    blocks.append(block)
                    size, block = 0, []
            if block:
                blocks.append(block)
        return blocks

    # --- Logs -----------------------------------------------------------------------------------

    def _next_secret(self):
        """All of them, shuffled, over and over: each as often as the others."""
        if not self._order:
            self._order = self.secrets[:]
            self.rng.shuffle(self._order)
        return self._order.pop()

    def _block(self, index, wrap):
        """A block as bytes; wrapped ones are made once."""
        key = (index, wrap)
        if key not in self._wrapped:
            stamp = inputs.stamp(random.Random(index))
            self._wrapped[key] = b"".join(
                wrap(line + b"\n", stamp) for line in self.blocks[index])
        return self._wrapped[key]

    def log(self, path, size, wrap=plain, count=None):
        """Writes a log; the secrets in it, with their offsets and stamps."""
        path.parent.mkdir(parents=True, exist_ok=True)
        if count is None:
            count = min(MOST_PLANTED, 1 + size // PLANT_EVERY)
        planted, at = [], 0
        indices = []
        while at < size:
            indices.append(self.rng.randrange(len(self.blocks)))
            at += len(self._block(indices[-1], wrap))
        spots = sorted(self.rng.choices(range(len(indices)), k=count))
        at = 0
        with open(path, "wb") as file:
            for number, index in enumerate(indices):
                at += file.write(self._block(index, wrap))
                while spots and spots[0] == number:
                    spots.pop(0)
                    secret, stamp = self._next_secret(), inputs.stamp(self.rng)
                    text = f"{stamp} INFO {self.rng.choice(inputs.SERVICES)} " \
                        + secret.line.format(secret.text) + "\n"
                    line = wrap(text.encode(), stamp)
                    planted.append(
                        (secret, at + line.index(secret.text.encode()), stamp))
                    at += file.write(line)
        return planted

    def record(self, planted, path, member=None):
        """Takes down where secrets are."""
        name = os.fsdecode(path.relative_to(self.root))
        for secret, start, stamp in planted:
            secret.places.append(Place(name, member, start, stamp))

    def _plant_log(self, path, size, wrap=plain, count=None):
        self.record(self.log(path, size, wrap, count), path)

    # --- What can be read -----------------------------------------------------------------------

    def make(self):
        """Everything."""
        good = self.root / "good"
        self.unit = self.size // 200
        self._plain(good)
        self._histories(good / "home")
        self._rotated(good / "rotated")
        self._docker(good / "var/lib/docker/containers")
        self._pods(good / "var/log")
        stage = self.stage
        self._compressed(good / "compressed", stage)
        self._archives(good / "archives", stage)
        self._journal(good / "journal", stage)
        # Symlinks that lead round and round, or out of the tree, are no reason to read less.
        (good / "loop").symlink_to(".")
        (good / "a").symlink_to("b")
        (good / "b").symlink_to("a")
        (good / "passwd").symlink_to("/etc/passwd")
        # As long as the file system takes it, and no UTF-8.
        long_name = good / "names" / os.fsdecode(b"\xff\xfe" + b"n" * 240 + b".log")
        self._plant_log(long_name, 40_000)

    def _plain(self, good):
        size = self.size
        self._plant_log(good / "all.log", size * 15 // 100)
        for number in range(4):
            self._plant_log(good / "large" / f"node{number}.log", size * 6 // 100)
        for number in range(100):
            path = good / f"app{number % 10}" / f"service{number:02}.log"
            self._plant_log(path, size * 3 // 1000)
        for number in range(400):
            path = good / f"team{number % 20}" / f"job{number % 7}" / f"run{number:03}.log"
            self._plant_log(path, self.rng.randrange(size // 4000, size // 1400))
        # Without anything planted: they must come out of a copy as they are.
        for number in range(200):
            self._plant_log(good / "tiny" / f"{number:03}.log", 15_000, count=number % 2)

    def _histories(self, home):
        home.mkdir(parents=True)
        text, planted = "", []
        for number in range(20):
            text += f"#{1741680000 + number}\nls -la /srv/{number}\n"
        for number in range(4):
            secret, second = self._next_secret(), 1741690000 + number
            stamp = f"2025-03-11T10:46:{40 + number:02}Z"
            text += f"#{second}\n" + secret.line.format(secret.text) + "\n"
            planted.append((secret, text.rindex(secret.text), stamp))
        (home / ".bash_history").write_text(text)
        self.record(planted, home / ".bash_history")
        self._plant_log(home / ".cache" / ".hidden.log", 50_000)

    def _rotated(self, folder):
        for name in ("app.log", "app.log.1", "app.log.2.gz", "app.log.3.zst", "web.log",
                     "web.log-20250310", "web.log-20250309.gz"):
            path = folder / name
            ending = path.suffix[1:]
            if ending not in COMPRESSIONS:
                self._plant_log(path, self.unit // 2)
                continue
            bare = folder / name.removesuffix(path.suffix)
            planted = self.log(bare, self.unit // 2)
            if self._compress(bare, path, ending):
                self.record(planted, path)
            bare.unlink()

    def _docker(self, folder):
        for _ in range(3):
            name = f"{self.rng.getrandbits(256):064x}"
            here = folder / name
            self._plant_log(here / f"{name}-json.log.1", self.unit // 2, docker_json)
            self._plant_log(here / f"{name}-json.log", self.unit // 2, docker_json)
            secret = self._next_secret()
            text = json.dumps({"ID": name, "Args": ["-c", secret.line.format(secret.text)],
                               "LogPath": f"/var/lib/docker/containers/{name}/{name}-json.log"})
            (here / "config.v2.json").write_text(text)
            self.record([(secret, text.index(secret.text), None)], here / "config.v2.json")

    def _pods(self, folder):
        for number in range(3):
            pod, identity = f"api-{number}", kinds.uuid(self.rng)
            here = folder / "pods" / f"prod_{pod}_{identity}" / "app"
            self._plant_log(here / "0.log.20250311-100000", self.unit // 2, cri)
            self._plant_log(here / "0.log", self.unit // 2, cri)
            links = folder / "containers"
            links.mkdir(exist_ok=True)
            link = links / f"{pod}_prod_app-{self.rng.getrandbits(256):064x}.log"
            link.symlink_to(os.path.relpath(here / "0.log", links))

    def tool(self, *names):
        """The first of these programs that is there."""
        for name in names:
            if found := shutil.which(name) or (name if os.path.exists(name) else None):
                return found
        self.missing.append(names[0])
        return None

    def _compress(self, source, target, ending):
        command = COMPRESSIONS[ending]
        if not self.tool(command[0]):
            return False
        target.parent.mkdir(parents=True, exist_ok=True)
        with open(source, "rb") as stdin, open(target, "wb") as stdout:
            subprocess.run([*command, "-c"], stdin=stdin, stdout=stdout, check=True)
        return True

    def _compressed(self, folder, stage):
        bare = stage / "api.log"
        planted = self.log(bare, self.unit)
        for ending in COMPRESSIONS:
            path = folder / f"api.log.{ending}"
            if self._compress(bare, path, ending):
                self.record(planted, path)
        # Nothing in it: the copy must have the same bytes.
        self.log(bare, 15_000, count=0)
        self._compress(bare, folder / "clean.log.gz", "gz")

    def _archives(self, folder, stage):
        """The same logs in every format."""
        folder.mkdir(parents=True)
        planted = {}
        for name, count in (("api.log", None), ("web.log", None), ("clean.log", 0)):
            path = stage / "bundle" / name
            planted[f"bundle/{name}"] = self.log(path, self.unit // 3, count=count)
        commands = {
            "bundle.tar": ("tar", ["tar", "-cf", "{}", "bundle"]),
            "bundle.tar.gz": ("tar", ["tar", "-czf", "{}", "bundle"]),
            "bundle.tar.xz": ("xz", ["tar", "-I", "xz -1", "-cf", "{}", "bundle"]),
            "bundle.tar.bz2": ("bzip2", ["tar", "-I", "bzip2 -1", "-cf", "{}", "bundle"]),
            "bundle.tar.zst": ("zstd", ["tar", "-I", "zstd -3", "-cf", "{}", "bundle"]),
            "bundle.tar.lz4": ("lz4", ["tar", "-I", "lz4 -1", "-cf", "{}", "bundle"]),
            "bundle.zip": ("zip", ["zip", "-qr1", "{}", "bundle"]),
            "bundle.7z": ("7zz", ["7zz", "a", "-mx=1", "-bd", "{}", "bundle"]),
            # Directories come last, so that their times are not those of unpacking.
            "bundle.cpio": ("cpio", ["sh", "-c", "find bundle | sort -r | cpio -oH newc --quiet > {}"]),
        }
        for name, (tool, command) in commands.items():
            program = self.tool(*((tool, "7z") if tool == "7zz" else (tool,)))
            if not program:
                continue
            path = folder / name
            command = [program if word == "7zz" else word.replace("{}", str(path))
                       for word in command]
            subprocess.run(command, cwd=stage, check=True, stdout=subprocess.DEVNULL)
            for member, secrets in planted.items():
                self.record(secrets, path, member)
        if self.tool("zip"):
            subprocess.run(["zip", "-qr1", "inner.zip", "bundle"], cwd=stage, check=True)
            (stage / "notes.txt").write_text("what support asked for\n")
            path = folder / "nested.tar.gz"
            subprocess.run(["tar", "-czf", path, "notes.txt", "inner.zip"], cwd=stage, check=True)
            for member, secrets in planted.items():
                self.record(secrets, path, f"inner.zip!{member}")

    def _journal(self, folder, stage):
        if not self.tool(JOURNAL_REMOTE):
            return
        folder.mkdir()
        planted, export = [], []
        for number in range(400):
            stamp = f"2025-03-11T08:00:{number // 10:02}.{number % 10}Z"
            text = f"request {number} served"
            if number % 40 == 7:
                secret = self._next_secret()
                text = secret.line.format(secret.text)
                planted.append((secret, None, stamp))
            now = 1741680000000000 + number * 100_000
            export.append(
                f"__REALTIME_TIMESTAMP={now}\n__MONOTONIC_TIMESTAMP={number + 1}\n"
                "_BOOT_ID=0f1e2d3c4b5a69788796a5b4c3d2e1f0\nPRIORITY=6\nSYSLOG_IDENTIFIER=api\n"
                f"_SYSTEMD_UNIT=api.service\nMESSAGE={text}\n\n")
        source = stage / "journal.export"
        source.write_text("".join(export))
        path = folder / "system.journal"
        subprocess.run([JOURNAL_REMOTE, "-o", path, source], check=True, capture_output=True)
        self.record(planted, path)
