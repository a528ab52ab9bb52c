"""What a logging system wraps around a line. Each takes marked text (maybe of several lines) and returns marked text."""

import material
from material import END, START, draw
from render import json_inside, split_marks


def f(name, r):
    return material.FIELDS[name](r)


def each(text, make):
    return "\n".join(make(line) for line in text.split("\n"))


def first(text, head):
    return head + text


def docker(line, r, stream=None):
    return f'{{"log":"{json_inside(line)}\\n","stream":"{stream or r.choice(["stdout", "stderr"])}","time":"{f("nano", r)}"}}'


def cri(line, r, tag="F"):
    return f'{f("nano", r)} {r.choice(["stdout", "stderr"])} {tag} {line}'


def filler(r, n):
    out = []
    size = 0
    while size < n:
        w = f"{f('word', r)}={r.randrange(10**5)} {f('words', r)} "
        out.append(w)
        size += len(w)
    return "".join(out)[:max(0, n - 1)] + " "


def _middle_of_secret(text):
    i = text.index(START)
    plain_before = sum(1 for ch in _plain(text[:i]))
    j = text.index(END, i)
    return plain_before + max(1, (j - i - 2) // 2)


def _plain(text):
    skip = False
    for ch in text:
        if skip:
            skip = False
        elif ch == START:
            skip = True
        elif ch not in "\ue001\ue002\ue003":
            yield ch


def docker_split(text, r):
    """json-file records of 16 KB: the first has no line feed at its end, and the break is inside the secret."""
    text = text.split("\n")[0]
    at = _middle_of_secret(text)
    a, b = split_marks(text, at)
    a = filler(r, 16384 - at) + a
    when = f("nano", r)
    return (f'{{"log":"{json_inside(a)}","stream":"stdout","time":"{when}"}}\n'
            f'{{"log":"{json_inside(b)}\\n","stream":"stdout","time":"{when}"}}')


def cri_split(text, r):
    text = text.split("\n")[0]
    at = _middle_of_secret(text)
    a, b = split_marks(text, at)
    when = f("nano", r)
    return f"{when} stdout P {filler(r, 16384 - at)}{a}\n{when} stdout F {b}"


def zap(t, r):
    return f'{{"level":"{f("lvl", r)}","ts":{f("epoch", r)}.{r.randrange(10**6)},"caller":"{f("gofile", r)}","msg":"{json_inside(t)}"}}'


def zerolog(t, r):
    return f'{{"level":"{f("lvl", r)}","service":"{f("svc", r)}","time":"{f("iso", r)}","message":"{json_inside(t)}"}}'


def pino(t, r):
    return f'{{"level":30,"time":{f("epoch", r)}123,"pid":{f("pid", r)},"hostname":"{f("node", r)}","msg":"{json_inside(t)}"}}'


def ecs(t, r):
    return (f'{{"@timestamp":"{f("iso", r)}","log.level":"{f("level", r)}","message":"{json_inside(t)}","ecs.version":"1.2.0",'
            f'"service.name":"{f("svc", r)}","event.dataset":"app.log","process.thread.name":"{f("thread", r)}","log.logger":"{f("class", r)}"}}')


def json_ascii(t, r):
    return f'{{"asctime": "{f("day", r)} {f("time", r)},{r.randrange(1000):03}", "levelname": "INFO", "name": "{f("pymod", r)}", "message": "{json_inside(t, True)}"}}'


def journal_json(t, r):
    return (f'{{"__REALTIME_TIMESTAMP":"{f("epoch", r)}000000","PRIORITY":"6","_PID":"{f("pid", r)}","_COMM":"{f("svc", r)}",'
            f'"_SYSTEMD_UNIT":"{f("svc", r)}.service","MESSAGE":"{json_inside(t)}","_MACHINE_ID":"{f("hex32", r)}","_BOOT_ID":"{f("hex32", r)}"}}')


# name: (make, for whole lines too, weight)
ENVELOPES = {
    "plain": (lambda t, r: t, True, 14),
    "iso level": (lambda t, r: first(t, f'{f("iso", r)} {f("level", r)} '), False, 4),
    "spring boot": (lambda t, r: first(t, f'{f("day", r)} {f("time", r)}.{r.randrange(1000):03}  {f("level", r)} {f("pid", r)} --- [{f("thread", r):>15}] {f("class", r):<40} : '), False, 4),
    "log4j": (lambda t, r: first(t, f'{f("day", r)} {f("time", r)},{r.randrange(1000):03} {f("level", r):<5} [{f("thread", r)}] {f("class", r)} - '), False, 3),
    "python": (lambda t, r: first(t, f'{f("day", r)} {f("time", r)},{r.randrange(1000):03} - {f("pymod", r)} - {f("level", r)} - '), False, 3),
    "python short": (lambda t, r: first(t, f'{f("level", r)}:{f("pymod", r)}:'), False, 2),
    "syslog": (lambda t, r: each(t, lambda l, h=f'{f("syslogtime", r)} {f("node", r)} {f("svc", r)}[{f("pid", r)}]: ': h + l), False, 4),
    "syslog 5424": (lambda t, r: each(t, lambda l, h=f'<{r.randrange(1, 191)}>1 {f("iso", r)} {f("node", r)} {f("svc", r)} {f("pid", r)} ID{r.randrange(99)} [exampleSDID@32473 iut="3"] ': h + l), False, 2),
    "journal short": (lambda t, r: each(t, lambda l, h=f'{f("syslogtime", r)} {f("node", r)} systemd[1]: ' if r.random() < .3 else f'{f("syslogtime", r)} {f("node", r)} docker[{f("pid", r)}]: ': h + l), False, 3),
    "klog": (lambda t, r: first(t, f'{r.choice("IWE")}0{r.randrange(1, 9)}{r.randrange(10, 29)} {f("time", r)}.{r.randrange(10**6):06}       1 {f("gofile", r)}] '), False, 3),
    "postgres prefix": (lambda t, r: first(t, f'{f("day", r)} {f("time", r)}.{r.randrange(1000):03} UTC [{f("pid", r)}] {f("user", r)}@{f("db", r)} LOG:  '), False, 1),
    "nginx error": (lambda t, r: first(t, f'{f("day", r).replace("-", "/")} {f("time", r)} [error] {f("pid", r)}#{f("pid", r)}: *{f("int", r)} '), False, 1),
    "rails": (lambda t, r: first(t, f'I, [{f("day", r)}T{f("time", r)}.{r.randrange(10**6):06} #{f("pid", r)}]  INFO -- : [{f("uuid", r)}] '), False, 2),
    "monolog": (lambda t, r: first(t, f'[{f("day", r)} {f("time", r)}] production.{f("level", r)}: '), False, 2),
    "dotnet": (lambda t, r: first(t, f'{r.choice(["info", "dbug", "fail"])}: Acme.{f("svc", r).title()}.Startup[0] '), False, 1),
    "docker json-file": (lambda t, r: each(t, lambda l: docker(l, r)), True, 7),
    "cri": (lambda t, r: each(t, lambda l: cri(l, r)), True, 6),
    "docker json-file 16 KB split": (docker_split, True, 1),
    "cri 16 KB split": (cri_split, True, 1),
    "logfmt msg": (lambda t, r: f'time="{f("iso", r)}" level={f("lvl", r)} msg="{json_inside(t)}" component={f("svc", r)}', False, 3),
    "json zap": (zap, False, 3), "json zerolog": (zerolog, False, 2), "json pino": (pino, False, 2), "json ecs": (ecs, False, 3),
    "json ascii": (json_ascii, False, 2), "journal json": (journal_json, False, 2),
    "json in docker json": (lambda t, r: docker(zap(t, r), r), False, 4),
    "json in json in docker json": (lambda t, r: docker(zerolog(ecs(t, r), r), r), False, 2),
    "json in cri": (lambda t, r: cri(zerolog(t, r), r), False, 2),
    "kubectl prefix": (lambda t, r: each(t, lambda l, h=f'[pod/{f("pod", r)}/{f("svc", r)}] ': h + l), True, 2),
    "compose prefix": (lambda t, r: each(t, lambda l, h=f'{f("svc", r)}_1  | ': h + l), True, 2),
    "compose colour": (lambda t, r: each(t, lambda l, h=f'\x1b[{r.randrange(31, 37)}m{f("svc", r)}-1  |\x1b[0m ': h + l), True, 2),
    "level colour": (lambda t, r: first(t, f'\x1b[90m{f("time", r)}\x1b[0m \x1b[32mINF\x1b[0m '), False, 2),
    "line colour": (lambda t, r: f'\x1b[31m{t}\x1b[0m', False, 1),
    "github actions": (lambda t, r: each(t, lambda l: f'{f("iso", r)[:-1]}0000Z {l}'), True, 2),
    "jenkins": (lambda t, r: each(t, lambda l: f'[{f("iso", r)}] + {l}'), False, 1),
    "crlf": (lambda t, r: each(t, lambda l: l + "\r"), True, 2),
    "long line": (lambda t, r: filler(r, r.randrange(300, 3000)) + " " + t, False, 1),
}
PEM_UNFIT = {"long line"}


def choose(rng, whole_line, several_lines=False, splits=True):
    names = [n for n, (_, whole, _) in ENVELOPES.items() if (whole or not whole_line)
             and (splits or "split" not in n) and not (several_lines and "split" in n)]
    return rng.choices(names, [ENVELOPES[n][2] for n in names])[0]
