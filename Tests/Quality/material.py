"""What a log line is filled with: users, hosts, ids, times, and the names that secrets go by.

A field is drawn by `field(name, rng, case)`. Nothing here is a secret; fields that look like one
(`hex64`, `uuid`) are what near misses are made of.
"""

import base64
import string

# Marks around the parts of a line. Private-use characters, gone before the line is written.
START, END = "\ue000", "\ue001"  # START + number of the secret … END
TOL, LOT = "\ue002", "\ue003"  # may be redacted or not, both are right
FIRST_NUMBER = 0xE100


def mark(text, number=0):
    """A part of secret `number`. Parts with the same number are one secret in pieces."""
    return START + chr(FIRST_NUMBER + number) + text + END


def tolerate(text):
    return TOL + text + LOT


USERS = """root admin postgres app deploy svc-backup jenkins alice bob m.keller jsmith carol_w dbuser
reporting readonly web01 ubuntu ec2-user hudson ansible gitlab-runner elastic kibana_system sa
hans.mueller tanaka ivanov garcia system scott monitor www-data etl_user api orders payments guest""".split()
HOSTS = """db01.prod.internal db-primary.example.net redis-master cache.svc.cluster.local mail.corp.example
10.12.4.17 192.168.56.101 pg-1.eu-west-1.compute.internal mysql rabbit01 mq.staging.acme.io localhost
172.18.0.5 kafka-2.kafka-headless node-7 ldap.acme.test db.internal oracle-scan.corp.local es-data-3
files.intra.example web-2 api.acme.io git.acme.io registry.acme.io:5000 vault.service.consul""".split()
PLAIN_HOSTS = [h for h in HOSTS if ":" not in h]
DBS = "orders app_production inventory billing users analytics keycloak sonar grafana wordpress hr zabbix".split()
SERVICES = """billing-api checkout auth-service gateway frontend worker notifier inventory scheduler
user-service payments search ingest mailer cart reporting webhook-relay etl""".split()
WORDS = """request handler worker started finished connection pool cache refresh index shard retry backoff timeout
queue message payload order customer invoice session update migration version schema table replica
primary leader follower partition offset consumer producer batch job task metrics exporter health check
probe volume mount image layer container node cluster""".split()
REGIONS = "eu-west-1 us-east-1 ap-southeast-2 eu-central-1 westeurope europe-west3".split()
CLASSES = """com.acme.billing.PaymentService o.s.boot.web.embedded.tomcat.TomcatWebServer c.a.auth.LoginController
org.hibernate.engine.jdbc.spi.SqlExceptionHelper com.zaxxer.hikari.HikariConfig io.acme.gw.Router
org.apache.kafka.clients.NetworkClient c.a.c.config.DataSourceConfig""".split()
GOFILES = "main.go:41 server.go:218 config.go:77 reflector.go:147 controller.go:563 client.go:92 auth.go:33".split()
PYMODS = "app.db app.views django.request urllib3.connectionpool celery.worker.job root botocore.hooks paramiko.transport".split()
THREADS = "main http-nio-8080-exec-3 pool-2-thread-7 scheduling-1 qtp1184-31 ForkJoinPool.commonPool-worker-1".split()
AGENTS = ["Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/122.0.0.0 Safari/537.36",
          "curl/8.5.0", "kube-probe/1.29", "python-requests/2.31.0", "okhttp/4.12.0", "Go-http-client/1.1"]
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
DAYS = "Mon Tue Wed Thu Fri Sat Sun".split()

B62 = string.ascii_letters + string.digits
LOWNUM = string.ascii_lowercase + string.digits
HEX = "0123456789abcdef"
B64 = B62 + "+/"
B64U = B62 + "-_"


def draw(rng, alphabet, n):
    return "".join(rng.choice(alphabet) for _ in range(n))


def b64(data):
    return base64.b64encode(data).decode()


def random_bytes(rng, n):
    return bytes(rng.randrange(256) for _ in range(n))


def uuid(rng):
    h = draw(rng, HEX, 32)
    return f"{h[:8]}-{h[8:12]}-4{h[13:16]}-{rng.choice('89ab')}{h[17:20]}-{h[20:]}"


# --- names of secrets -------------------------------------------------------------------------

PASSWORD_WORDS = (["password"] * 8 + ["passwd"] * 3 + ["pwd"] * 3 + ["pass"] * 3 + ["passphrase"]
                  + ["user password", "login password", "admin pass", "pw", "secret"])
PASSWORD_OWNERS = [""] * 6 + """db database mysql postgres pg redis mongo smtp mail ldap bind admin root user app
keystore ftp sftp proxy rabbitmq sasl elastic grafana jenkins nexus sonar oracle mssql encryption backup
wifi service default initial new tomcat master cluster replication registry jdbc imap samba vpn
zabbix keycloak minio clickhouse superuser spring@datasource app@config@db basic@auth kafka@sasl ssl@key""".split()
TOKEN_WORDS = """token token api@key api@key apikey access@token refresh@token auth@token secret secret@key
client@secret api@secret access@key signing@key encryption@key session@token bearer@token webhook@secret
app@key consumer@secret shared@secret license@key master@key hmac@key auth@key api@token private@token
deploy@token personal@access@token jwt@secret service@token""".split()
TOKEN_OWNERS = [""] * 6 + """github gitlab slack stripe datadog newrelic sentry twilio sendgrid oauth oidc app internal
service billing payment x my prod okta auth0 algolia cloudflare pagerduty consul vault npm sonar ci bot telegram
mailgun segment mapbox splunk rollbar bugsnag heroku fastly linear zendesk hubspot intercom mixpanel""".split()


def parts_of_name(rng, kind):
    if kind.startswith("pw"):
        owner, word = rng.choice(PASSWORD_OWNERS), rng.choice(PASSWORD_WORDS)
    else:
        owner, word = rng.choice(TOKEN_OWNERS), rng.choice(TOKEN_WORDS)
    parts = owner.split("@") if owner else []
    parts += word.replace(" ", "@").split("@")
    if rng.random() < 0.06:
        parts.append(rng.choice(["prod", "2", "staging", "value", "default"]))
    return parts


STYLES = {
    "snake": lambda p: "_".join(p),
    "kebab": lambda p: "-".join(p),
    "dot": lambda p: ".".join(p),
    "env": lambda p: "_".join(p).upper(),
    "camel": lambda p: p[0] + "".join(w.capitalize() for w in p[1:]),
    "pascal": lambda p: "".join(w.capitalize() for w in p),
    "title": lambda p: " ".join(w.capitalize() for w in p),
    "lower": lambda p: " ".join(p),
    "header": lambda p: "-".join(w.capitalize() for w in p),
}


def key_name(rng, kind, style=None):
    parts = parts_of_name(rng, kind)
    if style == "word":
        parts = [rng.choice(["password", "passwd", "pwd", "pass"] if kind.startswith("pw")
                            else ["token", "secret", "apikey", "api_key", "access_token"])]
        style = "snake"
    if style is None:
        style = rng.choice(["snake", "kebab", "dot", "env", "camel", "pascal", "snake", "camel", "env"])
    return STYLES[style](parts)


# --- times ------------------------------------------------------------------------------------


def clock(rng):
    return f"{rng.randrange(24):02}:{rng.randrange(60):02}:{rng.randrange(60):02}"


def iso_day(rng):
    return f"20{rng.randrange(22, 27)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}"


def syslog_time(rng):
    return f"{rng.choice(MONTHS)} {rng.randrange(1, 29):2} {clock(rng)}"


def ip(rng):
    return ".".join(str(rng.randrange(1, 255)) for _ in range(4))


def ip6(rng):
    return ":".join(f"{rng.randrange(65536):x}" for _ in range(8))


def pod(rng):
    return f"{rng.choice(SERVICES)}-{draw(rng, HEX, 9)}-{draw(rng, 'bcdfghjklmnpqrstvwxz2456789', 5)}"


def mac(rng):
    return ":".join(draw(rng, HEX, 2) for _ in range(6))


FIELDS = {
    "user": lambda r: r.choice(USERS),
    "host": lambda r: r.choice(PLAIN_HOSTS),
    "hostport": lambda r: f"{r.choice(PLAIN_HOSTS)}:{r.choice([5432, 3306, 6379, 8080, 9092, 27017, 443, 8443])}",
    "domain": lambda r: r.choice(["acme.io", "example.com", "corp.example", "intra.example.org"]),
    "email": lambda r: f"{r.choice(['jane.doe', 'ops', 'm.keller', 'no-reply', 'bob'])}@{r.choice(['acme.io', 'example.com'])}",
    "ip": ip, "ip6": ip6, "mac": mac, "pod": pod, "uuid": uuid,
    "port": lambda r: str(r.randrange(1024, 65535)),
    "db": lambda r: r.choice(DBS),
    "svc": lambda r: r.choice(SERVICES),
    "ns": lambda r: r.choice(["default", "prod", "kube-system", "payments", "monitoring", "ci"]),
    "region": lambda r: r.choice(REGIONS),
    "class": lambda r: r.choice(CLASSES),
    "gofile": lambda r: r.choice(GOFILES),
    "pymod": lambda r: r.choice(PYMODS),
    "thread": lambda r: r.choice(THREADS),
    "agent": lambda r: r.choice(AGENTS),
    "word": lambda r: r.choice(WORDS),
    "words": lambda r: " ".join(r.choice(WORDS) for _ in range(r.randrange(2, 6))),
    "int": lambda r: str(r.randrange(1, 10 ** r.randrange(1, 7))),
    "small": lambda r: str(r.randrange(1, 20)),
    "ms": lambda r: f"{r.uniform(0.1, 900):.3f}",
    "pid": lambda r: str(r.randrange(100, 65000)),
    "ver": lambda r: f"{r.randrange(0, 20)}.{r.randrange(0, 30)}.{r.randrange(0, 12)}",
    "time": clock, "day": iso_day, "syslogtime": syslog_time,
    "iso": lambda r: f"{iso_day(r)}T{clock(r)}.{r.randrange(1000):03}Z",
    "nano": lambda r: f"{iso_day(r)}T{clock(r)}.{r.randrange(10**9):09}Z",
    "epoch": lambda r: str(r.randrange(1640000000, 1790000000)),
    "clf": lambda r: f"{r.randrange(1, 29):02}/{r.choice(MONTHS)}/202{r.randrange(2, 7)}:{clock(r)} +0000",
    "rfc1123": lambda r: f"{r.choice(DAYS)}, {r.randrange(1, 29):02} {r.choice(MONTHS)} 202{r.randrange(2, 7)} {clock(r)} GMT",
    "level": lambda r: r.choice(["INFO", "DEBUG", "WARN", "ERROR", "TRACE"]),
    "lvl": lambda r: r.choice(["info", "debug", "warn", "error"]),
    "status": lambda r: r.choice(["200", "201", "204", "302", "401", "403", "404", "500"]),
    "hex4": lambda r: draw(r, HEX, 4), "hex6": lambda r: draw(r, HEX, 6),
    "hex7": lambda r: draw(r, HEX, 7), "hex8": lambda r: draw(r, HEX, 8),
    "hex10": lambda r: draw(r, HEX, 10), "hex12": lambda r: draw(r, HEX, 12),
    "hex16": lambda r: draw(r, HEX, 16), "hex24": lambda r: draw(r, HEX, 24),
    "hex32": lambda r: draw(r, HEX, 32), "hex40": lambda r: draw(r, HEX, 40),
    "hex64": lambda r: draw(r, HEX, 64), "hex128": lambda r: draw(r, HEX, 128),
    "HEX8": lambda r: draw(r, HEX, 8).upper(), "HEX16": lambda r: draw(r, HEX, 16).upper(),
    "b62_8": lambda r: draw(r, B62, 8), "b62_11": lambda r: draw(r, B62, 11),
    "b62_16": lambda r: draw(r, B62, 16), "b62_22": lambda r: draw(r, B62, 22),
    "b62_27": lambda r: draw(r, B62, 27), "lownum10": lambda r: draw(r, LOWNUM, 10),
    "b64_8": lambda r: b64(random_bytes(r, 8)), "b64_16": lambda r: b64(random_bytes(r, 16)),
    "b64_20": lambda r: b64(random_bytes(r, 20)),
    "b64_32": lambda r: b64(random_bytes(r, 32)), "b64_48": lambda r: b64(random_bytes(r, 48)),
    "b64_300": lambda r: b64(random_bytes(r, 300)),
    "b64nopad_32": lambda r: b64(random_bytes(r, 32)).rstrip("="),
    "ulid": lambda r: "01" + draw(r, "0123456789ABCDEFGHJKMNPQRSTVWXYZ", 24),
    "xid": lambda r: draw(r, "0123456789abcdefghijklmnopqrstuv", 20),
    "akid": lambda r: tolerate("AK" + "IA" + draw(r, string.ascii_uppercase + "234567", 16)),
    "cron": lambda r: r.choice(["/usr/local/bin/backup.sh", "cd / && run-parts --report /etc/cron.hourly"]),
    "path": lambda r: r.choice(["/var/log/app/current.log", "/opt/app/conf/application.yml", "/home/deploy/releases/42",
                                "/usr/share/nginx/html/index.html", "/etc/hosts", "/srv/data/import.csv"]),
    "url": lambda r: r.choice(["https://api.acme.io/v2/orders", "http://localhost:8080/actuator/health",
                               "https://git.acme.io/team/app.git", "https://example.com/login"]),
    "tty": lambda r: r.choice(["pts/0", "pts/3", "tty1", "unknown"]),
    "node": lambda r: r.choice(["web01", "ip-10-0-3-17", "k8s-worker-2", "bastion", "db02", "raspberrypi"]),
    "image": lambda r: r.choice(["postgres:16", "acme/api:1.4.2", "redis:7-alpine", "mysql:8.0", "nginx:1.25"]),
}


def field(name, rng, case):
    if name == "K":
        return key_name(rng, case["kind"])
    if name.startswith("K_"):
        return key_name(rng, case["kind"], name[2:])
    return FIELDS[name](rng)
