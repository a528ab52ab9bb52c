"""The kinds of secrets, each made from a seed. No secret is written down here: they are drawn."""

import base64
import json
import os
import shutil
import string
import subprocess
import tempfile
import zlib

from material import B62, B64, B64U, HEX, LOWNUM, PLAIN_HOSTS, b64, draw, random_bytes, uuid

# --- passwords --------------------------------------------------------------------------------

NAMES = """Summer Winter Spring Autumn Liverpool Arsenal Charlie Jessica Michael Dragon Monkey Shadow Master Sunshine
Princess Berlin Paris Madrid Tokyo Welcome Company Acme Buddy Tiger Maggie Ginger Pepper Killer Soccer Hockey
Yankees Phoenix Orange Banana Coffee Cookie Matrix Galaxy Thunder Diamond Falcon Rocket""".split()
PHRASE_WORDS = """correct river candle purple monkey wagon sunset brave quiet lemon forest silver anchor dancing
turtle coffee velvet rocket garden winter orbit pencil marble copper""".split()
NONASCII_WORDS = ["Übergrößen", "Größe", "straße", "contraseña", "niño", "façade", "garçon", "señor", "Ærø",
                  "пароль", "привет", "москва", "密码安全", "東京タワー", "さくら", "żółw", "čokoláda", "naïve", "ключик"]
SYMBOLS = string.punctuation


def pw_weak(r):
    word = r.choice(NAMES)
    return r.choice([
        lambda: f"{word}{r.randrange(1970, 2027)}",
        lambda: f"{word}{r.randrange(1970, 2027)}{r.choice('!?.#$*')}",
        lambda: f"{word.lower()}{r.randrange(1, 1000)}",
        lambda: f"{word}@{r.randrange(1, 9999)}",
        lambda: f"{word.lower()}_{r.choice(NAMES).lower()}{r.randrange(10)}",
        lambda: f"{word}#{r.choice(NAMES)}",
        lambda: f"{word[:3].lower()}{r.choice(NAMES)}{r.randrange(10, 99)}!",
    ])()


def pw_word(r):
    """What people really use: one word, a keyboard walk, a default that nobody changed."""
    return r.choice([
        lambda: r.choice(NAMES).lower() + r.choice(NAMES).lower(),
        lambda: r.choice([n for n in NAMES if len(n) > 5]).lower() + r.choice(string.ascii_lowercase),
        lambda: "change" + r.choice(["me", "it", "meNow", "me123"]),
        lambda: "qwert" + r.choice(["y123", "zuiop", "y1234", "yuiop"]),
        lambda: "let" + "me" + r.choice(["in", "in1", "In!"]),
        lambda: "admin" + str(r.randrange(1, 9999)),
        lambda: "pass" + "word" + str(r.randrange(1, 9999)),
        lambda: r.choice(["super", "top", "my"]) + r.choice(["secret", "Secret"]) + r.choice(["", "pw", "1", str(r.randrange(99))]),
    ])()


LEET = str.maketrans({"a": "4", "e": "3", "i": "1", "o": "0", "s": "$", "t": "7"})


def pw_leet(r):
    word = (r.choice(NAMES) + r.choice(["", r.choice(NAMES)])).translate(LEET)
    return word + (str(r.randrange(10, 99)) if len(word) < 6 else r.choice(["", "!", str(r.randrange(100))]))


def pw_strong(r):
    n = r.randrange(10, 25)
    return r.choice(B62) + draw(r, B62 + "!@#$%^&*-_=+.?", n - 1)


def pw_alnum(r):
    return draw(r, B62, r.randrange(9, 21))


def pw_symbols(r):
    n = r.randrange(10, 22)
    s = [r.choice(B62)] + [r.choice(SYMBOLS if r.random() < 0.5 else B62) for _ in range(n - 1)]
    return "".join(s)


def pw_numeric(r):
    return draw(r, string.digits, r.choice([6, 6, 8, 8, 9, 10, 12]))


def pw_short(r):
    n = r.randrange(6, 9)
    s = draw(r, LOWNUM, n - 1)
    return r.choice(string.ascii_lowercase) + s[:-1] + r.choice(string.digits)


def pw_nonascii(r):
    return r.choice(NONASCII_WORDS) + r.choice(["", "-", "_", ""]) + r.choice([str(r.randrange(10, 9999)), draw(r, B62, 5)])


def pw_phrase(r):
    return " ".join(r.choice(PHRASE_WORDS) for _ in range(r.randrange(3, 6)))


# --- generic tokens ---------------------------------------------------------------------------


def tok_b64(r):
    return b64(random_bytes(r, r.choice([15, 16, 20, 24, 32, 32, 48, 64])))


def tok_b64url(r):
    return base64.urlsafe_b64encode(random_bytes(r, r.choice([16, 20, 24, 32, 32, 48, 64]))).decode().rstrip("=")


def tok_b62(r):
    return draw(r, B62, r.choice([16, 20, 22, 24, 27, 30, 32, 32, 36, 40, 43, 48, 64, 80]))


def tok_b32(r):
    return draw(r, string.ascii_uppercase + "234567", r.choice([16, 26, 32, 52]))


# --- issuers ----------------------------------------------------------------------------------


def base62_crc(body):
    alphabet = string.digits + string.ascii_uppercase + string.ascii_lowercase
    n, out = zlib.crc32(body.encode()), ""
    for _ in range(6):
        n, d = divmod(n, 62)
        out = alphabet[d] + out
    return out


def crc(prefix, n=30):
    def make(r):
        body = draw(r, B62, n)
        return prefix + body + base62_crc(body)
    return make


def p(prefix, *shape):
    """prefix, then alternately alphabet and length, strings stand for themselves"""
    def make(r):
        out, it = prefix, iter(shape)
        for a in it:
            if a.startswith("="):
                out += a[1:]
            else:
                n = next(it)
                out += draw(r, a, n if isinstance(n, int) else r.randrange(*n))
        return out
    return make


U = string.ascii_uppercase
UN = U + string.digits
D = string.digits
B58 = "".join(c for c in B62 if c not in "0OIl")

ISSUERS = {
    "github-pat": crc("gh" + "p_"), "github-oauth": crc("gh" + "o_"), "github-server": crc("gh" + "s_"),
    "github-user": crc("gh" + "u_"), "github-refresh": crc("gh" + "r_", 70),
    "github-fine": p("github" + "_pat_", B62, 22, "=_", B62, 59),
    "gitlab-pat": p("gl" + "pat-", B64U, 20), "gitlab-runner": p("gl" + "rt-", B64U, 20),
    "gitlab-deploy": p("gl" + "dt-", B64U, 20), "gitlab-trigger": p("gl" + "ptt-", HEX, 40),
    "slack-bot": p("xo" + "xb-", D, 12, "=-", D, 12, "=-", B62, 24),
    "slack-user": p("xo" + "xp-", D, 12, "=-", D, 12, "=-", D, 12, "=-", HEX, 32),
    "slack-app": p("xa" + "pp-1-A", UN, 10, "=-", D, 13, "=-", HEX, 64),
    "slack-webhook": p("https://hooks." + "slack.com/services/T", UN, 10, "=/B", UN, 10, "=/", B62, 24),
    "aws-akid": p("AK" + "IA", U + "234567", 16), "aws-asia": p("AS" + "IA", U + "234567", 16),
    "stripe-live": p("sk" + "_live_", B62, 24), "stripe-live-long": p("sk" + "_live_51", B62, 97),
    "stripe-restricted": p("rk" + "_live_51", B62, 97), "stripe-webhook": p("wh" + "sec_", B62, 32),
    "sendgrid": p("S" + "G.", B64U, 22, "=.", B64U, 43),
    "mailgun": p("ke" + "y-", HEX, 32), "mailchimp": p("", HEX, 32, "=-us", D, 1),
    "npm": crc("np" + "m_"), "pypi": p("pypi-" + "AgEIcHlwaS5vcmc", B64U, (130, 180)),
    "rubygems": p("ruby" + "gems_", HEX, 48), "dockerhub": p("dckr" + "_pat_", B64U, 27),
    "openai-project": p("sk-" + "proj-", B64U, 74, "=T3BlbkFJ", B64U, 74),
    "openai-old": p("sk" + "-", B62, 20, "=T3BlbkFJ", B62, 20),
    "anthropic": p("sk-" + "ant-api03-", B64U, 93, "=AA"),
    "huggingface": p("h" + "f_", string.ascii_letters, 34), "google-api": p("AI" + "za", B64U, 35),
    "google-oauth-access": p("ya" + "29.a0A", B64U, (140, 190)), "google-client-secret": p("GOC" + "SPX-", B64U, 28),
    "digitalocean": p("do" + "p_v1_", HEX, 64), "digitalocean-refresh": p("do" + "r_v1_", HEX, 64),
    "shopify": p("shp" + "at_", HEX, 32), "shopify-secret": p("shp" + "ss_", HEX, 32),
    "square-access": p("sq0" + "atp-", B64U, 22), "square-secret": p("sq0" + "csp-", B64U, 43),
    "telegram": p("", "123456789", 1, D, 9, "=:AA", B64U, 33),
    "discord-bot": p("M", B62, 23, "=.", B64U, 6, "=.", B64U, 27),
    "discord-webhook": p("https://" + "discord.com/api/webhooks/", D, 19, "=/", B64U, 68),
    "heroku": lambda r: "HRKU-" + "AA" + draw(r, B64U, 58),
    "databricks": p("da" + "pi", HEX, 32), "atlassian": p("ATAT" + "T3xFfGF0", B64U, 176, "==", "0123456789ABCDEF", 8),
    "bitbucket": p("AT" + "BB", B62, 32), "linear": p("lin" + "_api_", B62, 40),
    "notion": p("secret" + "_", B62, 43), "notion-new": p("nt" + "n_", B62, 46),
    "postman": p("PM" + "AK-", HEX, 24, "=-", HEX, 34), "newrelic": p("NR" + "AK-", UN, 27),
    "grafana-sa": p("gl" + "sa_", B62, 32, "=_", HEX, 8),
    "grafana-cloud": lambda r: "gl" + "c_" + b64(json.dumps({"o": str(r.randrange(10**6)), "n": "stack", "k": draw(r, B62, 24), "m": {"r": "eu"}}).encode()),
    "vault": p("hv" + "s.", B64U, 95), "vault-batch": p("hv" + "b.", B64U, 140),
    "terraform-cloud": p("", B62, 14, "=.atlasv1.", B64U, 67),
    "pulumi": p("pu" + "l-", HEX, 40), "doppler": p("dp.p" + "t.", B62, 43),
    "planetscale": p("pscale" + "_tkn_", B64U, 43), "planetscale-pw": p("pscale" + "_pw_", B64U, 43),
    "supabase": p("sb" + "p_", HEX, 40), "airtable": p("pa" + "t", B62, 14, "=.", HEX, 64),
    "figma": p("fig" + "d_", B64U, 40), "netlify": p("nf" + "p_", B62, 36), "replicate": p("r" + "8_", B62, 37),
    "groq": p("gs" + "k_", B62, 52), "perplexity": p("ppl" + "x-", B62, 48), "openrouter": p("sk-" + "or-v1-", HEX, 64),
    "xai": p("xa" + "i-", B62, 80), "facebook": p("EAA", B62, (150, 190)),
    "azure-client-secret": p("", B62, 3, D, 1, "=Q~", B64U + "~.", 34),
    "alibaba": p("LT" + "AI5t", B62, 18), "tencent": p("AK" + "ID", B62, 32),
    "circleci": p("CCI" + "PAT_", B58, 22, "=_", HEX, 40), "buildkite": p("bk" + "ua_", HEX, 40),
    "sonar-user": p("sq" + "u_", HEX, 40), "sonar-project": p("sq" + "p_", HEX, 40),
    "okta": p("00", B64U, 40), "jfrog": p("AKC" + "p8", B62, 68), "nuget": p("oy" + "2", LOWNUM, 43),
    "crates": p("ci" + "o", B62, 32), "clojars": p("CLOJARS" + "_", HEX, 60),
    "tailscale": p("tskey-" + "auth-k", B62, 11, "=CNTRL-", B62, 32),
    "age": p("AGE-SECRET" + "-KEY-1", "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L", 58),
    "contentful": p("CF" + "PAT-", B64U, 43), "dynatrace": p("dt0c01" + ".", U + "234567", 24, "=.", U + "234567", 64),
    "easypost": p("EZ" + "AK", B62, 54), "flutterwave": p("FLW" + "SECK-", HEX, 32, "=-X"),
    "launchdarkly": lambda r: "sd" + "k-" + uuid(r), "plaid": lambda r: "access-" + "production-" + uuid(r),
    "prefect": p("pn" + "u_", B62, 36), "readme": p("rd" + "me_", LOWNUM, 70), "shippo": p("shippo" + "_live_", HEX, 40),
    "typeform": p("tf" + "p_", B64U, 59), "brevo": p("xkey" + "sib-", HEX, 64, "=-", B62, 16),
    "mailersend": p("ml" + "sn.", HEX, 64), "resend": p("re" + "_", B62, 8, "=_", B62, 24),
    "infracost": p("ic" + "o-", B62, 32), "duffel": p("duffel" + "_live_", B64U, 43),
    "adafruit": p("ai" + "o_", B62, 28), "sentry": lambda r: "sntr" + "ys_" + b64(json.dumps({"iat": r.randrange(1650000000, 1790000000), "url": "https://sentry.io", "region_url": "https://us.sentry.io", "org": "acme"}).encode()) + "_" + draw(r, B64, 43),
    "frameio": p("fi" + "o-u-", B64U, 64), "dropbox": p("s" + "l.B", B64U, 130), "lob": p("live" + "_", HEX, 35),
    "twilio-key": p("S" + "K", HEX, 32), "fly": p("fo" + "1_", B64U, 43), "cloudflare-ca": p("v1." + "0-", HEX, 24, "=-", HEX, 146),
}

# What stands in front of the secret and is none: it may be redacted or not.
PUBLIC_PREFIX = {
    "iss.slack-webhook": r"https(?::|%3A)(?:/|%2F){2}hooks\.slack\.com(?:/|%2F)services(?:/|%2F)T[A-Z0-9]+(?:/|%2F)B[A-Z0-9]+(?:/|%2F)",
    "iss.discord-webhook": r"https(?::|%3A)(?:/|%2F){2}discord\.com(?:/|%2F)api(?:/|%2F)webhooks(?:/|%2F)[0-9]+(?:/|%2F)",
    "iss.dynatrace": r"dt0c01\.[A-Z2-7]{24}\.",
}

# --- JWT, Basic, cookies, cloud keys, hashes ---------------------------------------------------


def b64u(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def jwt(r):
    alg, n = r.choice([("HS256", 32), ("RS256", 256), ("ES256", 64), ("HS512", 64), ("EdDSA", 64)])
    header = {"alg": alg, "typ": "JWT"}
    if r.random() < 0.4:
        header["kid"] = draw(r, B64U, 22)
    claims = {"sub": r.choice(["1234567890", "jane@acme.io", uuid(r)]), "iat": r.randrange(1600000000, 1790000000)}
    if r.random() < 0.6:
        claims.update(iss="https://login.acme.io/realms/main", aud="account", exp=claims["iat"] + 3600)
    if r.random() < 0.3:
        claims["roles"] = ["admin", "ops"]
    enc = lambda o: b64u(json.dumps(o, separators=(",", ":")).encode())
    return enc(header) + "." + enc(claims) + "." + b64u(random_bytes(r, n))


def basic(r):
    from material import USERS
    pw = r.choice([pw_weak, pw_strong, pw_alnum, pw_word, pw_leet])(r)
    return b64(f"{r.choice(USERS)}:{pw}".encode())


def cookie(r):
    return r.choice([
        lambda: draw(r, HEX, 32), lambda: draw(r, HEX, 32).upper(), lambda: draw(r, LOWNUM, 26),
        lambda: draw(r, B64U, 43), lambda: "s%3A" + draw(r, B64U, 32) + "." + draw(r, B64, 43).replace("+", "%2B").replace("/", "%2F"),
        lambda: "MTY" + draw(r, B64U, 80), lambda: jwt(r),
        lambda: draw(r, HEX, 64),
    ])()


def aws_secret(r):
    return draw(r, B64, 40)


def azure_key(r):
    return b64(random_bytes(r, 64))


def crypt_hash(r):
    dots = B62 + "./"
    return r.choice([
        lambda: "$6$" + draw(r, dots, 16) + "$" + draw(r, dots, 86),
        lambda: "$6$rounds=656000$" + draw(r, dots, 16) + "$" + draw(r, dots, 86),
        lambda: "$5$" + draw(r, dots, 16) + "$" + draw(r, dots, 43),
        lambda: "$1$" + draw(r, dots, 8) + "$" + draw(r, dots, 22),
        lambda: "$y$j9T$" + draw(r, dots, 22) + "$" + draw(r, dots, 43),
        lambda: "$2y$10$" + draw(r, dots, 53),
        lambda: "$apr1$" + draw(r, dots, 8) + "$" + draw(r, dots, 22),
    ])()


# --- private keys -----------------------------------------------------------------------------

_pool = []


def _made(command, path):
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with open(path) as f:
        return f.read()


def private_key_pool():
    """Real keys, made now and thrown away; random bodies of the right shape without the tools."""
    if _pool:
        return _pool
    with tempfile.TemporaryDirectory() as d:
        if shutil.which("openssl"):
            for i, extra in enumerate((["genrsa", "-traditional", "2048"], ["genrsa", "2048"],
                                       ["ecparam", "-genkey", "-noout", "-name", "prime256v1"],
                                       ["genpkey", "-algorithm", "ed25519"],
                                       ["genrsa", "-aes128", "-traditional", "-passout", "pass:" + "x" * 12, "2048"])):
                out = os.path.join(d, f"o{i}")
                command = ["openssl", extra[0]] + (["-out", out] + extra[1:])
                try:
                    _pool.append(_made(command, out))
                except (subprocess.CalledProcessError, OSError):
                    pass
        if shutil.which("ssh-keygen"):
            for i, args in enumerate((["ed25519"], ["rsa", "-b", "2048"], ["ecdsa"])):
                out = os.path.join(d, f"s{i}")
                try:
                    _pool.append(_made(["ssh-keygen", "-q", "-N", "", "-C", "ci@build", "-t", *args, "-f", out], out))
                except (subprocess.CalledProcessError, OSError):
                    pass
    return _pool


def private_key(r):
    pool = private_key_pool()
    if pool and r.random() < 0.7:
        return r.choice(pool).strip("\n")
    label = r.choice(["RSA PRIVATE KEY", "PRIVATE KEY", "EC PRIVATE KEY", "OPENSSH PRIVATE KEY", "DSA PRIVATE KEY",
                      "ENCRYPTED PRIVATE KEY"])
    head = {"RSA PRIVATE KEY": "MIIEow", "OPENSSH PRIVATE KEY": "b3BlbnNzaC1rZXktdjEAAAAA"}.get(label, "MIIE")
    body = head + draw(r, B64, r.choice([150, 700, 1590])) + "=="
    width = 70 if "SSH" in label else 64
    lines = [body[i:i + width] for i in range(0, len(body), width)]
    return "\n".join([f"-----BEGIN {label}-----", *lines, f"-----END {label}-----"])


# --- endpoints and key files ------------------------------------------------------------------


def endpoint(r):
    host = r.choice([
        lambda: f"10.{r.randrange(256)}.{r.randrange(256)}.{r.randrange(1, 255)}",
        lambda: f"192.168.{r.randrange(256)}.{r.randrange(1, 255)}",
        lambda: f"etcd-{r.randrange(5)}.etcd.{r.choice(['kube-system', 'prod'])}.svc.cluster.local",
        lambda: f"etcd{r.randrange(1, 6)}.{r.choice(['corp.example', 'acme.internal'])}",
        lambda: f"node{r.randrange(1, 9)}",
        lambda: f"master-{r.randrange(1, 4)}.k8s.acme.io",
        lambda: "[fd00:10:" + draw(r, HEX, 3) + "::" + draw(r, HEX, 2) + "]",
    ])()
    return f"{host}:{r.choice([2379, 2379, 2379, 2380, 4001, 12379])}"


DIRS = ["/etc/kubernetes/pki/etcd", "/etc/etcd/pki", "/etc/ssl/private", "/etc/nginx/ssl", "/opt/app/certs", "/var/lib/kubelet/pki",
        "/home/deploy/.ssh", "~/.ssh", "/root/.ssh", "/etc/pki/tls/private", "/run/secrets", "/srv/tls", "./certs",
        "/etc/letsencrypt/live/acme.io", "/usr/local/etc/haproxy", "certs", "/vault/tls", "/var/lib/jenkins/.ssh"]


def key_path(r):
    d = r.choice(DIRS)
    if ".ssh" in d:
        return f"{d}/{r.choice(['id_rsa', 'id_ed25519', 'id_ecdsa', 'deploy_key', 'prod-bastion.pem', 'id_rsa_github'])}"
    return f"{d}/{r.choice(['server', 'client', 'peer', 'apiserver-etcd-client', 'tls', 'privkey', 'acme.io', 'node-1', 'healthcheck-client'])}{r.choice(['.key', '.key', '.key.pem', '-key.pem'])}".replace("privkey.key.pem", "privkey.pem").replace("privkey-key.pem", "privkey.pem").replace("privkey.key", "privkey.pem")


def keystore_path(r):
    return r.choice([
        lambda: f"/{r.choice(['opt/app', 'etc/kafka/secrets', 'usr/share/tomcat/conf', 'var/private/ssl'])}/{r.choice(['keystore', 'server', 'kafka.client.keystore', 'identity'])}.{r.choice(['jks', 'p12', 'pfx'])}",
        lambda: f"C:\\certs\\{r.choice(['server', 'acme', 'wildcard'])}.pfx",
        lambda: f"file:/etc/{r.choice(['app', 'ssl'])}/keystore.{r.choice(['jks', 'p12'])}",
    ])()


KINDS = {
    "pw.weak": pw_weak, "pw.word": pw_word, "pw.leet": pw_leet, "pw.strong": pw_strong, "pw.alnum": pw_alnum,
    "pw.symbols": pw_symbols, "pw.numeric": pw_numeric, "pw.short": pw_short, "pw.nonascii": pw_nonascii,
    "pw.phrase": pw_phrase,
    "tok.hex32": lambda r: draw(r, HEX, 32), "tok.hex40": lambda r: draw(r, HEX, 40),
    "tok.hex64": lambda r: draw(r, HEX, 64), "tok.b64": tok_b64, "tok.b64url": tok_b64url, "tok.b62": tok_b62,
    "tok.b32": tok_b32, "tok.uuid": uuid,
    "jwt": jwt, "basic": basic, "cookie": cookie, "cloud.aws-secret": aws_secret, "cloud.azure-key": azure_key,
    "pw.hash": crypt_hash, "pem": private_key, "endpoint": endpoint, "keypath": key_path, "keypath.store": keystore_path,
}
for _name, _make in ISSUERS.items():
    KINDS["iss." + _name] = _make

# The letters that a context says which kinds it takes with.
LETTERS = {
    "P": ["pw.weak", "pw.word", "pw.leet", "pw.strong", "pw.alnum", "pw.symbols", "pw.numeric", "pw.short", "pw.nonascii"],
    "S": ["pw.phrase"],
    "T": [k for k in KINDS if k.startswith("tok.")],
    "I": ["iss"],
    "J": ["jwt"], "B": ["basic"], "C": ["cookie"], "W": ["cloud.aws-secret"], "Z": ["cloud.azure-key"],
    "H": ["pw.hash"], "M": ["pem"], "E": ["endpoint"], "F": ["keypath"], "G": ["keypath.store"],
    "U": ["tok.uuid"], "D": ["tok.b64"], "N": ["pw.numeric"], "X": ["tok.hex64"], "Y": ["tok.hex32"],
}


def choose_kind(letters, rng):
    """By letter first, so that a context that takes passwords and tokens takes as many of each."""
    letters = [c for c in letters if c in LETTERS]
    letter = rng.choices(letters, [0.25 if c == "S" else 1 for c in letters])[0]
    kind = rng.choice(LETTERS[letter])
    return "iss." + rng.choice(list(ISSUERS)) if kind == "iss" else kind


def group(kind):
    """The line of the table that a kind is counted in."""
    if kind == "pw.hash":
        return "password hashes"
    head = kind.split(".")[0]
    return {"pw": "passwords", "tok": "generic tokens", "iss": "issuer tokens", "jwt": "JWT", "basic": "basic credentials",
            "cookie": "cookies", "cloud": "cloud keys", "pem": "private keys", "endpoint": "etcd endpoints",
            "keypath": "key-file paths"}[head]
