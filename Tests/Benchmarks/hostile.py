"""What somebody puts in a bundle to harm the one who opens it, and what is merely broken."""

import gzip
import io
import os
import random
import socket
import stat
import subprocess
import tarfile
import zipfile

from trees import Hostile

# Bytes of a bomb, unpacked: more than 64 MiB, and than 200 times what it has packed.
BOMB = 200 * 10**6
# The name of a member: 300 bytes, as latin-1 no UTF-8.
LONG_NAME = "\xe9" * 2 + "n" * 294 + ".log"


def make_hostile(tree):
    """Fills the tree's `hostile`, and notes what a report must tell of each."""
    folder, stage = tree.root / "hostile", tree.stage
    folder.mkdir(parents=True)
    bombs(tree, folder)
    tar(tree, folder, stage)
    special(tree, folder)
    broken(tree, folder, stage)
    binaries(tree, folder)


def tell(tree, kind, path, reason):
    """Notes what must be told."""
    tree.hostile.append(Hostile(kind, str(path.relative_to(tree.root)), reason))


def bombs(tree, folder):
    """A thousand times their size when unpacked, and more than may pass unlooked at."""
    line = b"GET /healthz 200\n"
    text = line * (BOMB // 50 // len(line))
    path = folder / "bomb.log.gz"
    # Streams one behind the other are one stream.
    path.write_bytes(gzip.compress(text, mtime=0) * 50)
    tell(tree, "failure", path, "times its size")
    path = folder / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("bomb.log", "w") as member:
            for _ in range(50):
                member.write(text)
    tell(tree, "failure", path, "times its size")


def tar(tree, folder, stage):
    """Paths that lead out, devices, a name that no file system takes; beside them, a log."""
    bare = stage / "member.log"
    planted = tree.log(bare, 50_000)
    path = folder / "evil.tar"
    with tarfile.open(path, "w", format=tarfile.GNU_FORMAT, encoding="latin-1") as archive:
        def add(name, kind=tarfile.REGTYPE, data=b"", target=""):
            info = tarfile.TarInfo(name)
            info.type, info.size, info.linkname = kind, len(data), target
            info.devmajor, info.devminor = 1, 3
            archive.addfile(info, io.BytesIO(data))

        log = b"nothing to see here\n"
        add("../../escaped.log", data=log)
        add("/tmp/blot-bench-absolute.log", data=log)
        add("null", tarfile.CHRTYPE)
        add("pipe", tarfile.FIFOTYPE)
        add("out", tarfile.SYMTYPE, target="/etc")
        add("plain.log", data=bare.read_bytes())
        add(LONG_NAME, data=bare.read_bytes())
    for name in ("../../escaped.log", "/tmp/blot-bench-absolute.log", "null", "pipe"):
        tree.hostile.append(Hostile("failure", f"hostile/evil.tar!{name}", ""))
    tree.record(planted, path, "plain.log")
    tree.record(planted, path, shown(LONG_NAME.encode("latin-1")))
    tree.odd_archives.add("hostile/evil.tar")


def shown(name):
    """A name as a report shows it: what is no UTF-8 as \\xff."""
    return name.decode(errors="backslashreplace")


def special(tree, folder):
    """What blocks or never ends when it is opened."""
    path = folder / "pipe"
    os.mkfifo(path)
    tell(tree, "failure", path, "FIFO")
    path = folder / "socket"
    with socket.socket(socket.AF_UNIX) as server:
        # The path itself may be longer than an address may be.
        before = os.getcwd()
        os.chdir(folder)
        try:
            server.bind("socket")
        finally:
            os.chdir(before)
    tell(tree, "failure", path, "socket")
    if os.geteuid() == 0:
        path = folder / "zero"
        try:
            os.mknod(path, 0o600 | stat.S_IFCHR, os.makedev(1, 5))
            tell(tree, "failure", path, "device")
        except OSError:
            tree.missing.append("mknod (not allowed here)")
    else:
        path = folder / "unreadable.log"
        path.write_text("nobody reads this\n")
        path.chmod(0)
        tell(tree, "failure", path, "")


def broken(tree, folder, stage):
    """What its own tool refuses."""
    bare = stage / "broken.log"
    tree.log(bare, 200_000, count=0)
    packed = gzip.compress(bare.read_bytes(), mtime=0)
    path = folder / "truncated.log.gz"
    path.write_bytes(packed[:len(packed) // 2])
    tell(tree, "failure", path, "")
    path = folder / "checksum.log.gz"
    path.write_bytes(packed[:-8] + bytes(byte ^ 0x55 for byte in packed[-8:-4]) + packed[-4:])
    tell(tree, "failure", path, "")
    if tree.tool("zip"):
        path = folder / "encrypted.zip"
        word = f"{random.Random(7).getrandbits(64):x}"
        subprocess.run(["zip", "-q", "-P", word, path, bare.name], cwd=stage, check=True)
        tell(tree, "failure", path, "encrypted")
        tree.odd_archives.add("hostile/encrypted.zip")
    path = folder / "nothing.log"
    path.write_bytes(b"")


def binaries(tree, folder):
    """No text: counted, not scanned."""
    rng = random.Random(11)
    for name, head in (("program", b"\x7fELF\x02\x01"), ("picture.log", b"\x89PNG\r\n\x1a\n\0")):
        path = folder / name
        path.write_bytes(head + bytes(9) + rng.randbytes(300_000))
        tell(tree, "skipped", path, "binary")
