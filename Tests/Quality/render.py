"""Templates to lines: fields filled in, secrets written as the notation writes them, every byte of them known.

In a template  «user» is a field (material.py),  «S» the secret in the context's own notation,  «S:url» in another,
«T:…» what may be redacted or not,  ⟪…⟫ text that is written as the inside of a JSON string (they nest),  ⦅…⦆ text
that is percent-encoded,  ␛ an escape,  ␉ a tab,  ⏎ a line feed.
"""

import base64
import re
import shlex
import string
import urllib.parse

import material
from kinds import KINDS, PUBLIC_PREFIX
from material import B62, END, LOT, START, TOL, mark, tolerate

MARKS = "\ue000\ue001\ue002\ue003"
NUMBER = range(0xE100, 0xE200)


def json_inside(text, ascii_only=False):
    """The inside of a JSON string. Marks stay."""
    out = []
    for ch in text:
        o = ord(ch)
        if ch in MARKS or o in NUMBER:
            out.append(ch)
        elif ch in '"\\':
            out.append("\\" + ch)
        elif ch in "\n\t\r":
            out.append({"\n": "\\n", "\t": "\\t", "\r": "\\r"}[ch])
        elif o < 32:
            out.append(f"\\u{o:04x}")
        elif ascii_only and o > 126:
            if o > 0xFFFF:
                o -= 0x10000
                out.append(f"\\u{0xD800 + (o >> 10):04x}\\u{0xDC00 + (o & 1023):04x}")
            else:
                out.append(f"\\u{o:04x}")
        else:
            out.append(ch)
    return "".join(out)


def percent_inside(text):
    out = []
    for ch in text:
        out.append(ch if ch in MARKS or ord(ch) in NUMBER else urllib.parse.quote(ch, safe=""))
    return "".join(out)


# --- notations: what a secret may hold there, and how it is written ------------------------------

PRINTABLE = set(string.punctuation)


class Notation:
    def __init__(self, forbidden="", write=None, blank=False, first="", last=""):
        self.forbidden, self.write, self.blank = set(forbidden), write, blank
        self.first, self.last = set(first), set(last)

    def fit(self, secret, rng):
        """The secret, with another letter where this notation could not hold the one it has."""
        out = []
        for i, ch in enumerate(secret):
            bad = ch in self.forbidden or (ch == " " and not self.blank)
            bad = bad or (i == 0 and ch in self.first) or (i == len(secret) - 1 and ch in self.last)
            out.append(rng.choice(B62) if bad else ch)
        return "".join(out)


def _shell(s):
    if re.fullmatch(r"[A-Za-z0-9@%+=:,./_^-]+", s):
        return mark(s)
    return "'" + mark(s) + "'"


def _logfmt(s):
    if re.search(r'[\s"=\\]', s):
        return '"' + mark(json_inside(s)) + '"'
    return mark(s)


def _yaml(s):
    if re.fullmatch(r"[A-Za-z][A-Za-z0-9_@.$!+/=-]*", s):
        return mark(s)
    if "'" not in s:
        return "'" + mark(s) + "'"
    return '"' + mark(json_inside(s)) + '"'


def _repr(s):
    q = repr(s)
    return q[0] + mark(q[1:-1]) + q[0]


def _xml(s):
    return mark(s.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;"))


def _properties(s):
    return mark(s.replace("\\", "\\\\").replace(":", "\\:").replace("=", "\\=").replace("#", "\\#").replace("!", "\\!"))


QUOTES = "\"'`"
NOTATIONS = {
    # in the middle of prose or of an unquoted list: blanks and what closes things end it
    "bare": Notation(QUOTES + ",;&|<>()[]{}\\", first="=:*$-%", last=".:!?,=" ),
    # to the end of the line, whatever it holds
    "eol": Notation("", first=QUOTES + "*$ =%({[<"),
    "ini": Notation("", first=QUOTES + "*$ ;#=%({[<"),
    "logfmt": Notation("", _logfmt, blank=True, first="$*%{"),
    "dq": Notation("", lambda s: mark(json_inside(s)), blank=True, first="$*%{<"),
    "dqa": Notation("", lambda s: mark(json_inside(s, True)), blank=True, first="$*%{<"),
    "dqraw": Notation("\"\\`$", blank=True, first="*%{<"),
    "sq": Notation("'\\", blank=True, first="$*%{<"),
    "sql": Notation("\\", lambda s: mark(s.replace("'", "''")), blank=True, first="$*%{<"),
    "sh": Notation("'", _shell, blank=True, first="-*%{<"),
    "shbare": Notation(set(string.punctuation) - set("!@#%^_+=.,:-/"), first="-=#", last=",:"),
    "url": Notation("", lambda s: mark(urllib.parse.quote(s, safe="")), blank=True),
    "form": Notation("", lambda s: mark(urllib.parse.quote_plus(s)), blank=True),
    "urlraw": Notation(QUOTES + "@/:?#[]%<>\\^{}|&,;()", first="$*"),
    "urlnasty": Notation(QUOTES + "<>\\%/?{}|,;()[]", first="$*@:"),
    "xml": Notation("", _xml, blank=True, first="$*%{"),
    "repr": Notation("", _repr, blank=True, first="$*%{<"),
    "yaml": Notation("", _yaml, blank=True, first="$*%{<"),
    "ado": Notation("\"';={}", first="$*%<"),
    "tostr": Notation(QUOTES + ",)]}({[\\=;", first="$*%<", last=".:!?"),
    "amp": Notation(QUOTES + "&\\<>", first="$*%=", last="?.,"),
    "asis": Notation(""),
    "csv": Notation(QUOTES + ",", first="$*%<"),
    "cookie": Notation(QUOTES + ";,\\", first="$*%="),
    "props": Notation("", _properties, first=QUOTES + "$*%{<"),
    "b64": Notation("", lambda s: mark(base64.b64encode(s.encode()).decode()), blank=True),
    "hex": Notation("", lambda s: mark(s.encode().hex().upper()), blank=True),
    "line": Notation("", lambda s: per_line(s), blank=True),
    "nl": Notation("", lambda s: per_line(s, "\\n"), blank=True),
    "blanks": Notation("", lambda s: per_line(s, " "), blank=True),
}


def per_line(pem, joint="\n"):
    """A PEM block: the body is the secret, BEGIN and END lines may go with it."""
    out = []
    for line in pem.split("\n"):
        out.append(tolerate(line) if line.startswith("-----") or ":" in line else mark(line) if line else "")
    return joint.join(out) if joint == "\n" else tolerate(joint).join(out)


FIELD = re.compile(r"«([^«»]*)»")


def fill(template, notation, case, rng):
    """The template's text with marks in it. case["kind"] is drawn already."""
    def one(m):
        name = m.group(1)
        if name == "S" or name.startswith("S:"):
            n = NOTATIONS[name[2:] or notation] if ":" in name else NOTATIONS[notation]
            secret = KINDS[case["kind"]](rng) if "secret" not in case else case["secret"]
            if case["kind"].startswith("pw.") and case["kind"] != "pw.hash":
                secret = n.fit(secret, rng)
            case.setdefault("secret", secret)
            written = n.write(secret) if n.write else mark(secret)
            if case["kind"] in PUBLIC_PREFIX:
                head = re.escape(START) + r"(.)(" + PUBLIC_PREFIX[case["kind"]] + ")"
                written = re.sub(head, lambda m: tolerate(m.group(2)) + START + m.group(1), written)
            return written
        if name == "N":  # another secret of the same kind: a list of endpoints
            case["number"] = case.get("number", 0) + 1
            n = NOTATIONS[notation]
            return mark(KINDS[case["kind"]](rng), case["number"])
        if name.startswith("T:"):
            return tolerate(name[2:])
        if name.startswith("="):  # a field drawn once, the same wherever it stands
            return case.setdefault("fields", {}).setdefault(name[1:], material.field(name[1:], rng, case))
        return material.field(name, rng, case)

    text = template.replace("⏎", "\n").replace("␛", "\x1b").replace("␉", "\t")
    text = FIELD.sub(one, text)
    while "⟪" in text:
        text = re.sub(r"⟪([^⟪⟫]*)⟫", lambda m: json_inside(m.group(1)), text)
    while "⦅" in text:
        text = re.sub(r"⦅([^⦅⦆]*)⦆", lambda m: percent_inside(m.group(1)), text)
    return text


def bytes_and_spans(text):
    """Bytes without marks; {secret number: [(start, end), …]}; [(start, end), …] that may be redacted."""
    out, secrets, free = bytearray(), {}, []
    number = start = tol = None
    it = iter(text)
    for ch in it:
        if ch == START:
            number = ord(next(it)) - 0xE100
            start = len(out)
        elif ch == END:
            if len(out) > start:
                secrets.setdefault(number, []).append((start, len(out)))
        elif ch == TOL:
            tol = len(out)
        elif ch == LOT:
            free.append((tol, len(out)))
        else:
            out += ch.encode("utf-8", "surrogatepass")
    return bytes(out), secrets, free


def split_marks(text, at):
    """text cut in two where its `at`-th plain character is, marks closed and reopened at the cut."""
    count, open_secret, open_tol = 0, None, False
    i = 0
    while i < len(text) and count < at:
        ch = text[i]
        if ch == START:
            open_secret = text[i + 1]
            i += 2
            continue
        if ch == END:
            open_secret = None
        elif ch == TOL:
            open_tol = True
        elif ch == LOT:
            open_tol = False
        else:
            count += 1
        i += 1
    a, b = text[:i], text[i:]
    if open_secret:
        a, b = a + END, START + open_secret + b
    if open_tol:
        a, b = a + LOT, TOL + b
    return a, b
