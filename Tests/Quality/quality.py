#!/usr/bin/env python3
"""blot's measuring stick: a seeded generator of log lines with planted secrets, and near misses.

It knows nothing of blot's rules. It writes lines, runs `blot --report jsonl=…` over them and says what was found,
what was left, and what was redacted that is no secret. See README.md.
"""

import base64
import argparse
import collections
import json
import os
import random
import re
import subprocess
import sys
import tempfile

import contexts
import contexts_commands
import envelopes
import kinds
import material
import noise
import render

LABEL = re.compile(rb"\[REDACTED:[A-Za-z0-9._-]+\]")
QUOTED = re.compile(rb'\\*"(\[REDACTED:[A-Za-z0-9._-]+\])\\*"')
FRAGMENT = 4  # so many bytes of a secret in a row are a leak
SHORT = 8  # a secret shorter than this leaks when the whole of it is left

Context = collections.namedtuple("Context", "name kinds notation template whole")
Noise = collections.namedtuple("Noise", "name template whole")


def load_contexts():
    out = []
    for line in (contexts.TABLE + contexts_commands.TABLE).split("\n"):
        if not line.strip() or line.startswith("# "):
            continue
        name, letters, notation, template = line.split(" | ", 3)
        whole = name.endswith("!")
        out.append(Context(name.rstrip("!"), letters, notation, template, whole))
    return out


def load_noise():
    out = []
    for line in noise.TABLE.split("\n"):
        if not line.strip() or line.startswith("# "):
            continue
        name, template = line.split(" | ", 1)
        out.append(Noise(name.rstrip("!"), template, name.endswith("!")))
    return out


class Piece:
    """Some lines of the stream: a case, or a near miss."""

    __slots__ = ("context", "kind", "envelope", "data", "secrets", "free", "start", "line", "lines",
                 "ranges", "output", "findings", "found", "leaked", "over", "expect_json")


def make_case(context, seed, seen):
    for attempt in range(20):
        rng = random.Random(f"{seed}/{context.name}/{attempt}")
        kind = kinds.choose_kind(context.kinds, rng)
        case = {"kind": kind}
        text = render.fill(context.template, context.notation, case, rng)
        if case["secret"] in seen:  # one stream, and blot may know a secret again
            continue
        seen.add(case["secret"])
        several = "\n" in text
        name = envelopes.choose(rng, context.whole, several, splits=kind != "pem")
        piece = Piece()
        piece.context, piece.kind, piece.envelope = context.name, kind, name
        finish(piece, envelopes.ENVELOPES[name][0](text, rng))
        return piece
    return None


def make_noise(item, seed):
    rng = random.Random(f"{seed}/noise/{item.name}")
    text = render.fill(item.template, "bare", {"kind": "tok"}, rng)
    name = envelopes.choose(rng, item.whole, "\n" in text, splits=False)
    piece = Piece()
    piece.context, piece.kind, piece.envelope = item.name, None, name
    finish(piece, envelopes.ENVELOPES[name][0](text, rng))
    piece.secrets = {}
    return piece


def finish(piece, text):
    piece.data, piece.secrets, piece.free = render.bytes_and_spans(text + "\n")
    piece.lines = piece.data.count(b"\n")
    piece.expect_json = [is_json(l) for l in piece.data.split(b"\n")[:-1]]
    piece.findings, piece.ranges = [], []


def is_json(line):
    if not line.startswith(b"{"):
        return False
    try:
        json.loads(line)
        return True
    except ValueError:
        return False


# --- running blot -----------------------------------------------------------------------------


def run_blot(blot, data):
    """(redacted bytes, findings, exit status)"""
    with tempfile.TemporaryDirectory() as d:
        report = os.path.join(d, "report.jsonl")
        done = subprocess.run([blot, "--report", "jsonl=" + report], input=data, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE)
        findings = []
        if os.path.exists(report):
            with open(report, encoding="utf-8", errors="replace") as f:
                findings = [json.loads(l) for l in f if l.strip()]
    if done.returncode not in (0, 1):
        print(f"blot ended with status {done.returncode}: {done.stderr.decode(errors='replace')[-500:]}", file=sys.stderr)
    return done.stdout, findings, done.returncode


def merge(ranges):
    out = []
    for a, b in sorted(ranges):
        if out and a <= out[-1][1]:
            out[-1][1] = max(out[-1][1], b)
        else:
            out.append([a, b])
    return out


def align(source, output):
    """The ranges of `source` that are gone from `output`, from the text alone."""
    pieces = LABEL.split(output)
    if len(pieces) == 1:
        return [] if source == output else [[0, len(source)]]
    ranges, at = [], len(pieces[0])
    if not source.startswith(pieces[0]):
        return [[0, len(source)]]
    for i, p in enumerate(pieces[1:], 1):
        if i == len(pieces) - 1:
            j = len(source) - len(p)
            if j < at or not source.endswith(p):
                return [[0, len(source)]]
        else:
            j = source.find(p, at)
            if j < 0:
                return [[0, len(source)]]
        ranges.append([at, j])
        at = j + len(p)
    return ranges


def redacted_ranges(source, output, reported):
    """What was redacted of a line: what the report says, if the output agrees; else what the output says."""
    if reported:
        kept, at = [], 0
        for a, b in reported:
            kept.append(source[at:a])
            at = b
        kept.append(source[at:])
        if b"".join(kept) == LABEL.sub(b"", output):
            return reported, True
        for n in range(1, 16):  # a number in JSON becomes a string: its label comes with quotes of its own
            at = iter(range(16))
            plain = QUOTED.sub(lambda m: m.group(1) if n >> next(at, 15) & 1 else m.group(0), output)
            if b"".join(kept) == LABEL.sub(b"", plain):
                return reported, True
        if encoded_labels(kept, output):
            return reported, True
    elif source == output:
        return [], True
    return align(source, output), False


def encoded_labels(kept, output):
    """Whether what stands between the kept parts are labels, written as the text around them is encoded."""
    if not output.startswith(kept[0]) or not output.endswith(kept[-1]):
        return False
    at = len(kept[0])
    for part in kept[1:]:
        end = output.find(part, at) if part is not kept[-1] else len(output) - len(part)
        if end < at:
            return False
        label = output[at:end]
        at = end + len(part)
        try:
            if LABEL.search(bytes.fromhex(label.decode())):
                continue
        except ValueError:
            pass
        try:
            if not LABEL.search(base64.b64decode(label + b"===")):
                return False
        except ValueError:
            return False
    return True


def minus(span, ranges):
    """Parts of span that no range covers."""
    a, b = span
    out = []
    for c, d in ranges:
        if d <= a or c >= b:
            continue
        if c > a:
            out.append((a, c))
        a = max(a, d)
    if a < b:
        out.append((a, b))
    return out


class Run:
    def __init__(self, pieces, blot):
        self.pieces, self.blot = pieces, blot
        self.problems = collections.Counter()
        self.examples = {}
        self.stray_findings = 0
        at, line = 0, 0
        for p in pieces:
            p.start, p.line = at, line
            at += len(p.data)
            line += p.lines
        self.stream = b"".join(p.data for p in pieces)

    def perfect(self):
        """What a redactor that knows everything would do: for testing this file."""
        out, findings = bytearray(), []
        for p in self.pieces:
            at = 0
            for a, b in merge([r for parts in p.secrets.values() for r in parts]):
                label = b"[REDACTED:perfect]"
                number = re.search(rb'(\\*)":$', p.data[max(0, a - 20):a])
                if number and p.data[a:b].isdigit():  # JSON stays JSON
                    label = number.group(1) + b'"' + label + number.group(1) + b'"'
                out += p.data[at:a] + label
                findings.append({"rule": "perfect", "origin": {"byteStart": p.start + a, "byteEnd": p.start + b}})
                at = b
            out += p.data[at:]
        return bytes(out), findings, 0

    def go(self):
        perfect = self.blot == "perfect"
        output, findings, status = self.perfect() if perfect else run_blot(self.blot, self.stream)
        if status not in (0, 1):
            self.problems["exit status"] += 1
        out_lines = output.split(b"\n")
        if len(out_lines) != self.stream.count(b"\n") + 1:
            self.problems["line count changed"] += 1
        self.output, self.findings = output, findings
        starts = [p.start for p in self.pieces]
        import bisect
        for f in findings:
            a, b = f["origin"]["byteStart"], f["origin"]["byteEnd"]
            i = bisect.bisect_right(starts, a) - 1
            while i < len(self.pieces) and self.pieces[i].start < b:
                p = self.pieces[i]
                p.findings.append((max(0, a - p.start), min(len(p.data), b - p.start), f))
                i += 1
        for p in self.pieces:
            p.output = b"\n".join(out_lines[p.line:p.line + p.lines]) + b"\n"
            self.judge(p)
        again, more = output, []
        if not perfect:
            again, more, _ = run_blot(self.blot, output)
        self.again_findings = more
        self.again_changed = sum(1 for a, b in zip(output.split(b"\n"), again.split(b"\n")) if a != b)

    def problem(self, name, piece):
        self.problems[name] += 1
        self.examples.setdefault(name, piece)

    def judge(self, p):
        reported = merge([(a, b) for a, b, _ in p.findings])
        p.ranges, agree = redacted_ranges(p.data, p.output, reported)
        # lines in the middle of a reported range may keep their prefixes: the output is right, and counts
        if not agree and any(minus(r, reported) for r in p.ranges):
            self.problem("output and report differ", p)
        for was, line in zip(p.expect_json, p.output.split(b"\n")):
            if was and not is_json(line):
                self.problem("JSON line broken", p)
        p.found, p.leaked = {}, {}
        touched = merge([tuple(r) for r in p.ranges] + [tuple(r) for r in reported])
        for number, parts in p.secrets.items():
            p.found[number] = any(a < d and c < b for a, b in parts for c, d in touched)
            size = sum(b - a for a, b in parts)
            left = [r for part in parts for r in minus(part, p.ranges)]
            if size < SHORT:
                leak = sum(b - a for a, b in left) >= size
            else:
                leak = any(b - a >= FRAGMENT for a, b in left) or sum(b - a for a, b in left) >= max(FRAGMENT, size // 2)
                whole = p.data[parts[0][0]:parts[0][1]]
                leak = leak or (len(parts) == 1 and whole in p.output)
            p.leaked[number] = leak
        allowed = [tuple(r) for parts in p.secrets.values() for r in parts] + list(p.free)
        allowed += self.gaps(p)
        allowed = merge(allowed)
        p.over = sum(b - a for r in p.ranges for a, b in minus(r, allowed))

    def gaps(self, p):
        """What joins the pieces of one secret: line feeds, written or escaped, and the break of a split record."""
        for parts in p.secrets.values():
            for (_, a), (b, _) in zip(parts, parts[1:]):
                if re.fullmatch(rb"[\\nr\r\n]*", p.data[a:b]):
                    yield (a, b)


# --- counting ---------------------------------------------------------------------------------


class Tally:
    def __init__(self):
        self.cases = self.found = self.clean = self.over = self.size = 0

    def add(self, found, leaked):
        self.cases += 1
        self.found += found
        self.clean += not leaked

    def rates(self):
        n = max(1, self.cases)
        return 100 * self.found / n, 100 * self.clean / n


def tally(pieces):
    total = Tally()
    by = {k: collections.defaultdict(Tally) for k in ("kind", "detail", "category", "context", "envelope")}
    for p in pieces:
        if p.kind is None:
            continue
        names = {"kind": kinds.group(p.kind), "detail": p.kind, "category": p.context.split("/")[0],
                 "context": p.context, "envelope": p.envelope}
        rows = [total] + [by[k][v] for k, v in names.items()]
        for number in p.found:
            for t in rows:
                t.add(p.found[number], p.leaked[number])
        for t in rows:
            t.over += p.over
            t.size += len(p.data)
    return total, by


def show_line(data, limit=400, spans=()):
    """A line for a terminal: control characters visible, cut around the interesting part."""
    text = data
    if len(data) > limit:
        at = spans[0][0] if spans else 0
        a = max(0, at - limit // 2)
        text = (b"..." if a else b"") + data[a:a + limit] + b"..."
    s = text.decode("utf-8", "replace").rstrip("\n")
    return "".join(c if c.isprintable() or c == " " else ("\\n" if c == "\n" else f"\\x{ord(c):02x}") for c in s)


def table(title, rows, order=None):
    print(f"\n{title:<34}{'cases':>7}{'recall':>9}{'leak-free':>11}{'over B':>8}")
    for name in order or sorted(rows, key=lambda n: rows[n].rates()[1]):
        t = rows[name]
        r, l = t.rates()
        print(f"{name[:33]:<34}{t.cases:>7}{r:>8.1f}%{l:>10.1f}%{t.over:>8}")


# --- real logs --------------------------------------------------------------------------------


def read_known(path):
    """Lines `file:line` or `file:line:column` (text after it is a remark): findings there are real secrets."""
    known = set()
    if path:
        with open(path, encoding="utf-8") as f:
            for line in f:
                line = line.split("#")[0].strip()
                if line:
                    known.add(line.split()[0])
    return known


def real_logs(blot, directory, known, limit):
    size = over = 0
    findings, right, lines_found = [], 0, set()
    for root, _, files in sorted(os.walk(directory)):
        for name in sorted(files):
            path = os.path.join(root, name)
            if name.endswith((".md", ".gz", ".zst", ".xz", ".zip")) or os.path.islink(path):
                continue
            with open(path, "rb") as f:
                data = f.read()
            size += len(data)
            output, found, _ = run_blot(blot, data)
            if not found and output == data:
                continue
            rel = os.path.relpath(path, directory)
            source, lines = data.split(b"\n"), output.split(b"\n")
            reported = set()
            for x in found:
                o = x["origin"]
                where = f"{rel}:{o['line']}:{o['column']}"
                reported.add(o["line"])
                hit = {where, f"{rel}:{o['line']}"} & known
                if hit:
                    right += 1
                    lines_found |= hit
                    continue
                over += o["byteEnd"] - o["byteStart"]
                line = lines[o["line"] - 1] if o["line"] <= len(lines) else b""
                was = source[o["line"] - 1] if o["line"] <= len(source) else b""
                findings.append({"where": where, "rule": x["rule"], "score": x["score"], "redacted": show_line(line, limit, [(max(0, o["column"] - 1), 0)]),
                                 "line": show_line(was, limit, [(max(0, o["column"] - 1), 0)])})
            for n, (a, b) in enumerate(zip(source, lines), 1):
                if a != b and n not in reported and f"{rel}:{n}" not in known:
                    findings.append({"where": f"{rel}:{n}", "rule": "(redacted, not reported)", "score": 0, "redacted": show_line(b, limit), "line": show_line(a, limit)})
    return {"directory": os.path.basename(os.path.normpath(directory)), "bytes": size, "over": over, "false_positives": findings,
            "known_found": len(lines_found), "known": len(known)}


# --- main -------------------------------------------------------------------------------------


def default_blot():
    here = os.path.dirname(os.path.abspath(__file__))
    return os.path.normpath(os.path.join(here, "..", "..", ".build", "release", "blot"))


def arguments():
    a = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    a.add_argument("--seed", default="1")
    a.add_argument("--cases", type=int, default=6000, help="secret-bearing cases, spread evenly over the contexts")
    a.add_argument("--noise", type=int, default=20, help="lines per near-miss template")
    a.add_argument("--blot", default=default_blot(), metavar="PATH", help="`perfect` tests the stick itself")
    a.add_argument("--logs", action="append", default=[], metavar="DIR", help="real logs to count false positives in")
    a.add_argument("--known", metavar="FILE", help="FILE:LINE or FILE:LINE:COLUMN of real secrets in those logs, one a line")
    a.add_argument("--json", metavar="OUT", help="write every number as JSON")
    a.add_argument("--show", metavar="CONTEXT", help="print the cases of the contexts, kinds or envelopes that start with this")
    a.add_argument("--failures", action="store_true", help="with --show: only what leaked")
    a.add_argument("--worst", type=int, default=40)
    a.add_argument("--emit", metavar="FILE", help="write the generated stream and stop")
    a.add_argument("--list", action="store_true", help="say how many templates there are and stop")
    a.add_argument("--gate", action="store_true", help="exit 1 when a target is missed")
    a.add_argument("--min-recall", type=float, default=92)
    a.add_argument("--min-leak-free", type=float, default=92)
    a.add_argument("--min-passwords", type=float, default=90)
    a.add_argument("--min-endpoints", type=float, default=95, help="etcd endpoints and key-file paths")
    a.add_argument("--max-fp", type=float, default=0.1, help="false positives per MB of real logs")
    a.add_argument("--max-over", type=float, default=0.02, help="percent of quiet bytes (near misses and real logs) redacted")
    a.add_argument("--max-over-cases", type=float, default=0.5, help="percent of the other bytes of lines with secrets redacted")
    a.add_argument("--max-noise", type=float, default=1.0, help="percent of near-miss lines touched")
    return a.parse_args()


def build(args):
    cs, ns = load_contexts(), load_noise()
    rng = random.Random(f"{args.seed}/order")
    pieces, seen = [], set()
    for i in range(args.cases):
        p = make_case(cs[i % len(cs)], f"{args.seed}/{i // len(cs)}", seen)
        if p:
            pieces.append(p)
    for i in range(args.noise):
        pieces += [make_noise(n, f"{args.seed}/{i}") for n in ns]
    rng.shuffle(pieces)
    return cs, ns, pieces


def show(pieces, what, failures):
    for p in pieces:
        if not (p.context.startswith(what) or (p.kind or "noise").startswith(what) or p.envelope == what):
            continue
        bad = any(p.leaked.values()) if p.kind else bool(p.ranges)
        if failures and not bad:
            continue
        spans = [s for parts in p.secrets.values() for s in parts]
        mark = "LEAK" if p.kind and bad else "FP" if bad else "ok"
        rules = ",".join(sorted({f["rule"] for _, _, f in p.findings})) or "-"
        print(f"{mark:<5}{p.context} [{p.kind or 'noise'}, {p.envelope}] over={p.over} rules={rules}")
        print("   in  " + show_line(p.data, 600, spans))
        print("   out " + show_line(p.output, 600, spans))


def main():
    args = arguments()
    if args.list:
        cs, ns = load_contexts(), load_noise()
        print(f"{len(cs)} contexts, {len(ns)} near misses, {len(envelopes.ENVELOPES)} envelopes, "
              f"{len(kinds.KINDS)} kinds ({len(kinds.ISSUERS)} issuer tokens)")
        return 0
    cs, ns, pieces = build(args)
    if args.emit:
        with open(args.emit, "wb") as f:
            f.write(b"".join(p.data for p in pieces))
        return 0
    run = Run(pieces, args.blot)
    run.go()
    if args.show:
        show(pieces, args.show, args.failures)
        return 0

    total, by = tally(pieces)
    quiet = [p for p in pieces if p.kind is None]
    touched = [p for p in quiet if p.ranges]
    recall, clean = total.rates()
    print(f"seed {args.seed}: {len(pieces) - len(quiet)} cases with {total.cases} secrets in {len(cs)} contexts, "
          f"{len(quiet)} near misses of {len(ns)} templates, {len(run.stream) / 1e6:.2f} MB")
    table("overall", {"all": total}, ["all"])
    table("by kind", by["kind"])
    table("by kind, in detail (passwords, tokens)", {k: v for k, v in by["detail"].items() if not k.startswith("iss.")})
    worst_issuers = {k: v for k, v in by["detail"].items() if k.startswith("iss.") and v.clean < v.cases}
    if worst_issuers:
        names = sorted(worst_issuers, key=lambda n: worst_issuers[n].rates()[1])[:25]
        table("issuers that leak", worst_issuers, names)
    table("by context", by["category"])
    table("by envelope", by["envelope"])

    secret_bytes = sum(b - a for p in pieces for parts in p.secrets.values() for a, b in parts)
    case_size = sum(len(p.data) for p in pieces if p.kind) - secret_bytes
    case_over = sum(p.over for p in pieces if p.kind)
    quiet_size, quiet_over = sum(len(p.data) for p in quiet), sum(p.over for p in quiet)
    by_noise = collections.defaultdict(list)
    for p in touched:
        by_noise[p.context].append(p)
    print(f"\nnear misses touched: {len(touched)} of {len(quiet)} lines ({100 * len(touched) / max(1, len(quiet)):.2f} %), "
          f"{len(by_noise)} of {len(ns)} templates")
    for name in sorted(by_noise, key=lambda n: -len(by_noise[n]))[:args.worst]:
        p = by_noise[name][0]
        rules = ",".join(sorted({f["rule"] for q in by_noise[name] for _, _, f in q.findings})) or "(not reported)"
        print(f"  {len(by_noise[name]):>3}/{args.noise} {name}  {rules}\n         {show_line(p.output, 200, p.ranges)}")

    known = read_known(args.known)
    logs = [real_logs(args.blot, d, known, 240) for d in args.logs]
    for r in logs:
        fps = r["false_positives"]
        print(f"\nreal logs {r['directory']}: {r['bytes'] / 1e6:.1f} MB, {len(fps)} false positives "
              f"({len(fps) / max(1e-9, r['bytes'] / 1e6):.2f}/MB), {r['over']} bytes redacted"
              + (f"; {r['known_found']} of {r['known']} known secrets found" if known else ""))
        for x in fps:
            print(f"  {x['where']} {x['rule']} score={x['score']}\n      {x['redacted']}")

    over_quiet = 100 * (quiet_over + sum(r["over"] for r in logs)) / max(1, quiet_size + sum(r["bytes"] for r in logs))
    over_cases = 100 * case_over / max(1, case_size)
    print(f"\nover-redaction: {case_over} bytes of {case_size} around secrets ({over_cases:.3f} %), "
          f"{over_quiet:.4f} % of near misses and real logs")
    again_where = collections.Counter(f["rule"] for f in run.again_findings)
    print(f"redacted output scanned again: {len(run.again_findings)} findings, {run.again_changed} lines changed"
          + (f" {dict(again_where.most_common(8))}" if again_where else ""))
    for name, n in run.problems.items():
        p = run.examples.get(name)
        print(f"law broken: {name}: {n}" + (f", as in {p.context} [{p.kind}, {p.envelope}]\n   {show_line(p.output, 300, p.ranges)}" if p else ""))

    worst = sorted((c for c in by["context"].items() if c[1].clean < c[1].cases), key=lambda c: (c[1].rates()[1], -c[1].cases))
    print(f"\nworst contexts ({len(worst)} of {len(by['context'])} leak)")
    place, round_ = collections.Counter(), {}
    for name, t in worst:  # of the equally bad, one of each category before a second one
        category = (round(t.rates()[1]), name.split("/")[0])
        round_[name] = place[category]
        place[category] += 1
    worst.sort(key=lambda c: (round(c[1].rates()[1]), round_[c[0]]))
    example = {}
    for p in pieces:
        if p.kind and any(p.leaked.values()) and (p.context not in example or len(p.data) < len(example[p.context].data)):
            example[p.context] = p
    for name, t in worst[:args.worst]:
        r, l = t.rates()
        p = example[name]
        spans = [s for parts in p.secrets.values() for s in parts]
        print(f"  {l:5.1f} % leak-free, {r:5.1f} % recall of {t.cases:>3}  {name} [{p.kind}, {p.envelope}]\n"
              f"        {show_line(p.output, 240, spans)}")

    fp_rate = sum(len(r["false_positives"]) for r in logs) / max(1e-9, sum(r["bytes"] for r in logs) / 1e6) if logs else None
    kind = lambda *names: tuple(100 * sum(getattr(by["kind"][n], a) for n in names) / max(1, sum(by["kind"][n].cases for n in names))
                                for a in ("found", "clean"))
    targets = [("recall", recall, args.min_recall, ">="), ("leak-free", clean, args.min_leak_free, ">="),
               ("passwords, leak-free", kind("passwords")[1], args.min_passwords, ">="),
               ("etcd endpoints, key paths, leak-free", kind("etcd endpoints", "key-file paths")[1], args.min_endpoints, ">="),
               ("near misses touched, %", 100 * len(touched) / max(1, len(quiet)), args.max_noise, "<="),
               ("over-redaction of quiet bytes, %", over_quiet, args.max_over, "<="),
               ("over-redaction around secrets, %", over_cases, args.max_over_cases, "<="),
               ("findings in the redacted output", len(run.again_findings), 0, "<="),
               ("laws broken", sum(run.problems.values()), 0, "<=")]
    if fp_rate is not None:
        targets.append(("false positives per MB of real logs", fp_rate, args.max_fp, "<="))
    missed = 0
    print("\ntargets")
    for name, value, bound, sense in targets:
        ok = value >= bound if sense == ">=" else value <= bound
        missed += not ok
        near = "" if not ok else "  (near)" if abs(value - bound) <= (1 if sense == ">=" else 0.1 * bound) and bound else ""
        print(f"  {'ok  ' if ok else 'MISS'}  {name:<40}{value:>9.3f}  {sense} {bound}{near}")

    if args.json:
        row = lambda t: {"cases": t.cases, "recall": t.rates()[0], "leak_free": t.rates()[1], "over_bytes": t.over}
        with open(args.json, "w", encoding="utf-8") as f:
            json.dump({"seed": args.seed, "overall": row(total), "by": {k: {n: row(t) for n, t in sorted(v.items())} for k, v in by.items()},
                       "near_misses": {"lines": len(quiet), "touched": len(touched), "by_template": {n: len(v) for n, v in sorted(by_noise.items())}},
                       "real_logs": logs, "over_redaction": {"around_secrets": over_cases, "quiet": over_quiet},
                       "again": len(run.again_findings), "laws_broken": dict(run.problems),
                       "targets": {n: {"value": v, "bound": b, "sense": s} for n, v, b, s in targets}}, f, indent=1, ensure_ascii=False)
    return 1 if args.gate and missed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BrokenPipeError:  # `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
