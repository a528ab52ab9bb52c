"""The logs that are measured on: generated from a seed, or the lines of real ones."""

import gzip
import pathlib
import random
import zlib

SEED = 20250311

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
    pool = [line if isinstance(line, bytes) else line.encode() for line in pool]
    with open(path, "wb") as file:
        while size > 0:
            block = b"\n".join(rng.choices(pool, k=20_000)) + b"\n"
            size -= file.write(block[:size] if size < len(block) else block)


def write_repeated(path, size, text):
    """A text over and over until the size is reached."""
    text = text if text.endswith(b"\n") else text + b"\n"
    with open(path, "wb") as file:
        while size > 0:
            size -= file.write(text[:size] if size < len(text) else text)


def pool_of(make, rng, count=60_000):
    """Lines to choose from."""
    return [make(rng) for _ in range(count)]


class Logs:
    """Where clean lines come from: the files of a folder, or the generator."""

    def __init__(self, folder=None):
        self.files = sorted(
            path for path in pathlib.Path(folder).rglob("*")
            if path.is_file() and path.suffix != ".md") if folder else []
        self.is_real = bool(self.files)
        self.name = (f"the lines of {len(self.files)} real logs" if self.is_real
                     else "generated lines")
        if folder and not self.files:
            raise SystemExit(f"{folder}: holds no log")

    def lines(self):
        """All lines of all files, or generated ones."""
        if not self.is_real:
            return pool_of(clean_line, random.Random(SEED))
        return [line for path in self.files for line in path.read_bytes().split(b"\n") if line]

    def write(self, path, size, every=0):
        """The lines repeated and shuffled; one in `every` gives a secret away, 0 is none."""
        rng = random.Random(SEED + 1)
        clean = self.lines()
        secrets = pool_of(secret_line, rng, 6_000) if every else []
        if every == 1:
            pool = secrets
        elif every:
            # As many clean lines as make the secrets' share right.
            pool = rng.choices(clean, k=len(secrets) * (every - 1)) + secrets
        else:
            pool = clean
        write_lines(path, size, pool, rng)

    def write_noisiest(self, path, size, cost):
        """The file with the highest cost a byte, repeated; its name.

        `cost(path)` measures a file. Of generated lines those count as noisy that speak of secrets.
        """
        if not self.is_real:
            rng = random.Random(SEED + 2)
            write_lines(path, size, pool_of(noisy_line, rng), rng)
            return "generated lines, one in three speaks of secrets"
        costs = []
        for candidate in self.files:
            write_repeated(path, max(1_000_000, size // 100), candidate.read_bytes())
            costs.append((cost(path), candidate))
        noisiest = max(costs)[1]
        write_repeated(path, size, noisiest.read_bytes())
        return noisiest.name


def write_endless(path, source):
    """A file as one line."""
    with open(source, "rb") as lines, open(path, "wb") as target:
        while block := lines.read(1 << 20):
            target.write(block.replace(b"\n", b" "))


def write_parts(folder, source, part):
    """A file in parts of so many bytes; their paths."""
    folder.mkdir()
    paths = []
    with open(source, "rb") as whole:
        while block := whole.read(part):
            paths.append(folder / f"{len(paths):05}.log")
            paths[-1].write_bytes(block)
    return paths


def write_compressed(path, source):
    """A file as gzip."""
    with open(source, "rb") as whole, gzip.open(path, "wb", compresslevel=6) as target:
        while block := whole.read(1 << 20):
            target.write(block)
