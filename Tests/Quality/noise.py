"""Lines that hold no secret and must pass untouched. One a line:  category/name | template   (`!` as in contexts.py)"""

TABLE = r"""
id/uuid | request_id=«uuid» completed in «ms»ms
id/uuid-correlation | X-Correlation-ID: «uuid»
id/request-id-header | x-request-id: «hex32»
id/trace | trace_id=«hex32» span_id=«hex16» sampled=true
id/traceparent | traceparent: 00-«hex32»-«hex16»-01
id/b3 | X-B3-TraceId: «hex32» X-B3-SpanId: «hex16»
id/mdc | [«svc»,«hex16»,«hex16»,true] handling «word»
id/amzn-trace | X-Amzn-Trace-Id: Root=1-«hex8»-«hex24»
id/git-sha | HEAD is now at «hex7» fix login form password hint
id/git-full | commit «hex40»
id/checkout | Checking out Revision «hex40» (refs/remotes/origin/main)
id/digest | Digest: sha256:«hex64»
id/image-digest | Pulled image "acme/api@sha256:«hex64»" in 2.1s
id/layer | «hex12»: Pull complete
id/container | Started container «hex64»
id/container-short | container=«hex12» image=«image» started
id/pod | Successfully assigned «ns»/«pod» to «node»
id/etag | ETag: "«hex32»"
id/etag-weak | < etag: W/"«hex8»-«b64nopad_32»"
id/if-none-match | If-None-Match: "«hex40»"
id/sri | integrity="sha384-«b64_48»" crossorigin="anonymous"
id/npm-integrity | resolved "https://registry.npmjs.org/left-pad/-/left-pad-1.3.0.tgz#«hex40»"
id/ulid | event «ulid» stored
id/objectid | _id: ObjectId("«hex24»")
id/ksuid | message id «b62_27» acknowledged
id/xid | session «xid» opened
id/mac | eth0: link up, address «mac»
id/ip6 | listening on [«ip6»]:«port»
id/address | Handler@0x7f«hex10» disposed
id/goroutine | main.run(0xc000«hex6», 0x1)
id/java-hash | org.apache.catalina.core.StandardContext@«hex8» initialised
id/gnu-build | BuildID[sha1]=«hex40», not stripped
id/md5sum | «hex32»  dist/app.tar.gz
id/sha256sum | «hex64»  /tmp/release.zip
id/checksum | checksum ok: md5=«hex32»
id/csp-nonce | Content-Security-Policy: script-src 'nonce-«b64_16»'
id/websocket-key | Sec-WebSocket-Key: «b64_16»
id/websocket-accept | Sec-WebSocket-Accept: «b64_20»
id/queue-id | postfix/qmgr[«pid»]: 3F«HEX8»: from=<«email»>, size=«int», nrcpt=1 (queue active)
id/message-id | message-id=<«hex32»@«domain»>
id/dkim | DKIM-Signature: v=1; a=rsa-sha256; d=«domain»; s=mail; bh=«b64_32»; b=«b64_48»
id/windows-sid | SID S-1-5-21-«int»-«int»-«int»-500
id/guid | {«uuid»}
id/etcd-member | etcd member «hex16» is healthy: took «ms»ms
id/raft | raft.node: «hex16» elected leader «hex16» at term «small»
id/zxid | zxid: 0x1000«hex8»
id/kafka-cluster | Cluster ID: «b62_22»
id/s3-reqid | x-amz-request-id: «HEX16»
id/s3-id2 | x-amz-id-2: «b64_48»
id/cf-ray | cf-ray: «hex16»-FRA
id/opaque-cursor | next_page_token omitted, cursor=«int»
id/serial | serial=«hex32» issuer=CN=Acme Root
id/lease | lease «hex16» granted ttl=60
id/terraform-lock | "h1:«b64_32»",
id/go-sum | github.com/pkg/errors v0.9.1 h1:«b64_32»
id/yarn | integrity sha512-«b64_48»
id/revision | resourceVersion: "«int»" uid: «uuid»
id/machine | Machine ID: «hex32» Boot ID: «hex32»
prose/pg-failed | FATAL:  password authentication failed for user "«user»"
prose/pg-detail | DETAIL:  Role "«user»" does not exist. Connection matched pg_hba.conf line 95: "host all all all scram-sha-256"
prose/mysql-denied | Access denied for user '«user»'@'«ip»' (using password: YES)
prose/mysql-denied-no | ERROR 1045 (28000): Access denied for user '«user»'@'localhost' (using password: NO)
prose/token-expired | token expired
prose/jwt-expired | io.jsonwebtoken.ExpiredJwtException: JWT expired at «iso». Current time: «iso»
prose/invalid-token | invalid token at position «small»
prose/unexpected-token | SyntaxError: Unexpected token '<', "<!DOCTYPE "... is not valid JSON
prose/unexpected-token-json | Unexpected token u in JSON at position 0
prose/parser-token | parse error: expected token ':', got token ','
prose/policy | Password must be at least 12 characters long and contain one digit.
prose/policy2 | The password does not satisfy the current policy requirements
prose/strength | password strength: weak
prose/password-length | password length: 8, minimum: 12
prose/password-changed | password changed for «user»
prose/password-prompt | [sudo] password for «user»:
prose/enter | Enter password:
prose/enter-passphrase | Enter passphrase for key: 
prose/no-password | Login succeeded without password for «user»
prose/reset-sent | Password reset e-mail sent to «email»
prose/expires | Password expires in «small» days
prose/secret-not-found | MountVolume.SetUp failed for volume "certs" : secret "tls-cert" not found
prose/secret-created | secret/«svc»-tls created
prose/secret-name | secretName: «svc»-tls
prose/secret-ref | secretKeyRef: name: db-credentials key: password
prose/k8s-mount | /var/run/secrets/kubernetes.io/serviceaccount from kube-api-access-«lownum10» (ro)
prose/service-token | default-token-x7k2p: Type: Secret (a volume populated by a Secret)
prose/api-key-missing | API key is missing
prose/api-key-invalid | {"error":"invalid_api_key","message":"Invalid API key provided"}
prose/auth-401 | "GET /api/private HTTP/1.1" 401 Unauthorized
prose/www-auth | WWW-Authenticate: Bearer realm="https://auth.acme.io/token",service="registry.acme.io",error="invalid_token"
prose/bearer-missing | missing bearer token in Authorization header
prose/bearer-prose | Bearer authentication required
prose/basic-prose | Basic authentication is disabled for realm users
prose/token-type | token_type=bearer expires_in=3600
prose/csrf-failed | CSRF token missing or incorrect.
prose/csrf-verify | Can't verify CSRF token authenticity.
prose/ssh-failed | Failed password for «user» from «ip» port «port» ssh2
prose/ssh-invalid | Failed password for invalid user «user» from «ip» port «port» ssh2
prose/ssh-accepted | Accepted password for «user» from «ip» port «port» ssh2
prose/ssh-publickey | Accepted publickey for «user» from «ip» port «port» ssh2: RSA SHA256:«b64nopad_32»
prose/ssh-fingerprint | SHA256:«b64nopad_32» root@«node» (ED25519)
prose/md5-fingerprint | MD5:«mac»:«mac» key fingerprint
prose/pam | pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=«ip»  user=«user»
prose/sudo | «user» : TTY=«tty» ; PWD=/home/«user» ; USER=root ; COMMAND=/usr/bin/apt update
prose/sudo-session | pam_unix(sudo:session): session opened for user root(uid=0) by «user»(uid=1000)
prose/passwd-cmd | passwd[«pid»]: pam_unix(passwd:chauthtok): password changed for «user»
prose/cron | (root) CMD («cron»)
prose/keycloak | type=LOGIN_ERROR, realmId=main, clientId=web, userId=null, ipAddress=«ip», error=invalid_user_credentials, auth_method=openid-connect
prose/spring-filter | Will secure any request with [UsernamePasswordAuthenticationFilter, BasicAuthenticationFilter]
prose/class-name | at com.acme.auth.PasswordEncoder.encode(PasswordEncoder.java:«small»)
prose/stack-token | 	at org.antlr.v4.runtime.Token.getText(Token.java:«small»)
prose/py-file |   File "/app/auth/token_service.py", line «small», in refresh_token
prose/secret-manager | INFO SecretManager initialised with 3 providers
prose/vault-sealed | core: vault is sealed
prose/vault-token-renew | token renewed, ttl=«int»
prose/key-rotation | signing key rotated
prose/private-key-mismatch | x509: private key does not match public key
prose/loading-key | Loading private key from keychain
prose/tls-handshake | http: TLS handshake error from «ip»:«port»: remote error: tls: bad certificate
prose/accesskey-denied | The AWS Access Key Id you provided does not exist in our records.
prose/sig-mismatch | SignatureDoesNotMatch: The request signature we calculated does not match the signature you provided.
prose/spanish-policy | La contraseña debe tener al menos 8 caracteres
prose/german-policy | Das Passwort ist falsch oder abgelaufen
prose/french-policy | Mot de passe incorrect pour «user»
prose/russian-policy | Неверный пароль для пользователя «user»
prose/japanese-policy | パスワードが正しくありません
prose/chinese-policy | 用户 «user» 密码错误
prose/question | Did you forget your password? Click here.
prose/feature | feature flag password_login enabled
prose/rate | too many password attempts, locked for 15 minutes
prose/hint | hint: use a personal access token instead of a password
prose/github-removed | remote: Support for password authentication was removed on August 13, 2021.
mask/stars | password=********
mask/stars-json | {"user":"«user»","password":"***"}
mask/stars-url | postgres://«user»:***@«host»:5432/«db»
mask/redacted | api_key=<redacted>
mask/redacted-upper | "token":"[REDACTED]"
mask/filtered | Parameters: {"email"=>"«email»", "password"=>"[FILTERED]"}
mask/xxxx | password: xxxxxxxx
mask/xxxxx-url | amqp://«user»:xxxxx@«host»:5672
mask/hidden | ssl.keystore.password = [hidden]
mask/kafka-null | ssl.key.password = null
mask/variable | DB_PASSWORD=${DB_PASSWORD}
mask/variable-plain | PGPASSWORD=$PGPASSWORD psql -h «host»
mask/variable-colon | password: ${SPRING_DATASOURCE_PASSWORD:}
mask/template | password: {{ .Values.db.password }}
mask/jinja | ansible_password: "{{ vault_ansible_password }}"
mask/gh-secret | token: ${{ secrets.GITHUB_TOKEN }}
mask/percent | set PASS=%DB_PASS%
mask/printf | password=%s
mask/angle | Authorization: Bearer <token>
mask/your | export API_KEY=<your-api-key>
mask/gha-stars | GITHUB_TOKEN: ***
mask/gitlab-masked | echo $DEPLOY_TOKEN → [MASKED]
mask/terraform-sensitive | + password = (sensitive value)
mask/terraform-known | + secret_key = (known after apply)
mask/none | {'password': None, 'token': None}
mask/null-json | {"password":null,"secret":null,"apiKey":""}
mask/empty | password= user=«user»
mask/empty-quoted | PASSWORD=""
mask/bool | use_password=true save_token=false
mask/undefined | apiKey: undefined
mask/pydantic-secret | SecretStr('**********')
mask/ruby-proc | secret_key_base: ENV["SECRET_KEY_BASE"]
mask/getenv | password = os.getenv("DB_PASSWORD")
mask/process-env | const token = process.env.API_TOKEN;
mask/vault-path | password: vault:secret/data/«db»#password
mask/aws-arn | SecretId: arn:aws:secretsmanager:«region»:123456789012:secret:prod/«db»-AbCdEf
mask/ssm | valueFrom: arn:aws:ssm:«region»:123456789012:parameter/prod/db_password
mask/file-ref | POSTGRES_PASSWORD_FILE=/run/secrets/db_password
mask/curl-stars | > Authorization: Bearer ***
mask/aws-partial | aws_access_key_id     ****************ABCD shared-credentials-file
mask/dots | Password: ••••••••
mask/hash-label | token=sha256:«hex64»
mask/jwt-words | JWT validation failed: signature mismatch
count/tokens | prompt_tokens=«int» completion_tokens=«int» total_tokens=«int»
count/tokens-json | {"usage":{"input_tokens":«int»,"output_tokens":«int»,"max_tokens":4096}}
count/keys | db0:keys=«int»,expires=«int»,avg_ttl=«int»
count/passes | gc: pass=«small» objects=«int»
count/password-attempts | password_attempts=«small» lockout=false
count/secret-count | secrets_loaded=«small» in «ms»ms
count/token-ttl | token_ttl_seconds=3600 refresh_token_ttl=86400
count/key-size | key_size=2048 key_type=rsa
count/version | redis_version:«ver» redis_git_sha1:00000000
count/cache-key | cache miss key=user:«int»:profile
count/cache-key2 | GET key=orders/«region»/«int» hit=true
count/partition-key | partitionKey=«uuid» offset=«int»
count/primary-key | duplicate key value violates unique constraint "users_pkey" DETAIL: Key (id)=(«int») already exists.
count/foreign-key | Key (user_id)=(«int») is not present in table "users".
count/registry-key | Registry key HKLM\Software\Acme\«svc» not found
count/sort-key | sortKey=created_at keyspace=«db» 
count/idempotency | Idempotency-Key: «uuid»
count/author | author=«user» authority=«host»:443
count/monkey | monkey=banana keyboard=de turkey=12
count/passenger | passenger=«user» bypass=true compass=north
count/key-press | keydown key=Enter code=13
count/keepalive | keyfile_count=«small» keepalive=60
cert/public-pem | -----BEGIN PUBLIC KEY----- «b64_300» -----END PUBLIC KEY-----
cert/certificate | -----BEGIN CERTIFICATE-----\n«b64_300»\n-----END CERTIFICATE-----\n
cert/ssh-rsa | ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI«b64nopad_32» «user»@«node»
cert/subject | subject=CN=«host», O=Acme issuer=CN=Acme CA notAfter=«rfc1123»
cert/pin | pin-sha256="«b64_32»"; max-age=5184000
cert/thumbprint | Certificate thumbprint: «hex40»
cert/ca-path | --tls-cert-file=/etc/kubernetes/pki/apiserver.crt --client-ca-file=/etc/kubernetes/pki/ca.crt
cert/nginx-cert | ssl_certificate /etc/nginx/ssl/acme.crt;
cert/known-hosts | «ip» ssh-rsa AAAAB3NzaC1yc2E«b64_300»
blob/image | <img src="data:image/png;base64,«b64_300»">
blob/css-font | src: url(data:font/woff2;base64,«b64_300»)
blob/gzip | payload: H4sIAAAAAAAA«b64_48»
blob/hexdump | 0000000 «hex4» «hex4» «hex4» «hex4» «hex4» «hex4» «hex4» «hex4»
blob/tlog | inclusionProof rootHash=«hex64» treeSize=«int»
http/access! | «ip» - - [«clf»] "GET /static/app.«hex8».js HTTP/1.1" 200 «int» "-" "«agent»"
http/access-id! | «ip» - - [«clf»] "GET /orders/«uuid»?page=«small»&sort=key HTTP/1.1" 200 «int» "https://app.acme.io/" "«agent»"
http/query | GET /search?q=password+reset&lang=en 200 «ms»ms
http/ua | User-Agent: «agent»
http/accept | Accept-Encoding: gzip, deflate, br
http/cookie-names | Set-Cookie: theme=dark; Path=/
http/cache | Cache-Control: private, max-age=0, must-revalidate
http/url-port | upstream: "http://10.1.2.3:8080/health", host: "«host»"
http/at-path | GET /@babel/core/-/core-7.24.0.tgz HTTP/1.1" 200
http/email-url | mailto:«email»?subject=Your%20password
http/git-ssh | git clone git@github.com:acme/app.git
http/scp | Deploying to «user»@«host»:/srv/app
http/listen | Tomcat started on port(s): 8080 (http) with context path ''
http/ratio | scale 16:9 at http://localhost:3000/dashboard
sql/bind | SELECT * FROM users WHERE email = $1 AND password_hash = $2
sql/bind-q | UPDATE users SET password = ? WHERE id = ?
sql/bind-named | INSERT INTO tokens (token, user_id) VALUES (:token, :user_id)
sql/hibernate | select u1_0.id,u1_0.password,u1_0.token from users u1_0 where u1_0.id=?
sql/schema | ALTER TABLE users ADD COLUMN api_key varchar(64) NOT NULL
sql/pg-role | GRANT SELECT ON TABLE users TO «user»
sql/set-role | SET ROLE «user»; SET search_path = public, pg_catalog
sql/password-expire | ALTER USER '«user»'@'%' PASSWORD EXPIRE
sql/valid-until | ALTER ROLE «user» VALID UNTIL 'infinity'
cmd/ps | root      «pid»  0.0  0.1 /usr/sbin/sshd -D
cmd/p-port | ssh -p 2222 «user»@«host»
cmd/p-dir | mkdir -p /srv/«svc»/data
cmd/docker-p | docker run -d -p 8080:80 --name web nginx:1.25
cmd/mysql-p | mysql -u root -p «db»
cmd/mysqldump | mysqldump --single-transaction -uroot -p «db» > dump.sql
cmd/psql | psql -h «host» -U «user» -d «db»
cmd/flag-help |   --password string   Password for the registry
cmd/flag-help2 |   -p, --password=PASSWORD   prompt for the password
cmd/flag-stdin | docker login --username «user» --password-stdin registry.acme.io
cmd/passin-file | kubectl create secret generic db --from-file=password.txt
cmd/export-path | export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin
cmd/env-shell | SHELL=/bin/bash LANG=en_US.UTF-8 HOME=/root PWD=/srv/app OLDPWD=/root
cmd/tar | tar -xzpf release.tar.gz -C /opt
cmd/grep | grep -i password /var/log/auth.log
cmd/git-u | git push -u origin feature/token-refresh
cmd/cd | cd ~/projects/password-manager && make
cmd/systemd | Started Session «small» of User «user».
cmd/unit | systemd[1]: Started Dispatch Password Requests to Console Directory Watch.
cmd/wall | Reached target Local Encrypted Volumes.
cmd/auditd | type=USER_AUTH msg=audit(«epoch».123:«int»): pid=«pid» uid=0 auid=4294967295 ses=4294967295 msg='op=PAM:authentication acct="«user»" exe="/usr/sbin/sshd" hostname=«ip» addr=«ip» terminal=ssh res=failed'
misc/words | «words» «words» «words»
misc/kv | «word»=«int» «word»=«word» elapsed=«ms»ms status=«status»
misc/json | {"level":"«lvl»","msg":"«words»","count":«int»,"id":"«uuid»"}
misc/long-number | order 4«int»«int» shipped, tracking 1Z«HEX16»
misc/camel-words | HikariPool-1 - Thread starvation or clock leap detected (housekeeper delta=1m5s)
misc/class-list | o.s.s.c.o.r.InMemoryReactiveClientRegistrationRepository.findByRegistrationId
misc/resource-path | projects/acme-prod/locations/europe-west1/keyRings/main/cryptoKeys/app
misc/go-module | go: downloading github.com/golang-jwt/jwt/v5 v5.2.0
misc/npm-pkg | added 212 packages, password-prompt@1.1.3 deprecated
misc/mvn | [INFO] Downloaded from central: https://repo.maven.apache.org/maven2/org/springframework/security/spring-security-crypto/6.2.1/spring-security-crypto-6.2.1.jar (84 kB at 1.2 MB/s)
misc/pip | Collecting python-jose==3.3.0 --hash=sha256:«hex64»
misc/apt | Get:1 http://deb.debian.org/debian bookworm/main amd64 passwd amd64 1:4.13+dfsg1-1+b1 [939 kB]
misc/license | SPDX-License-Identifier: Apache-2.0
misc/kernel | EXT4-fs (sda1): mounted filesystem «uuid» r/w with ordered data mode
misc/usb | usb 1-1: New USB device found, idVendor=0781, idProduct=5567, SerialNumber=4C53«HEX16»
misc/hash-map | {shard-1=«hex8», shard-2=«hex8», shard-3=«hex8»}
misc/java-array | [B@«hex7» [Ljava.lang.String;@«hex7»
misc/base-word | Authentication successful: principal=«user», authorities=[ROLE_USER]
misc/flink | Job «hex32» («svc») switched from state RUNNING to FINISHED.
misc/spark | BlockManagerId(driver, «host», «port», None)
misc/hdfs | PacketResponder 1 for block blk_«int»«int» terminating
misc/yarn-app | application_«epoch»123_0«int» State change from ACCEPTED to RUNNING
misc/systemd-cgroup | cpuset=/ mems_allowed=0 oom_memcg=/kubepods/burstable/pod«uuid»
code/html-input | <input type="password" name="password" placeholder="Password" autocomplete="current-password">
code/html-label | <label for="password">Password</label>
code/json-schema | {"password":{"type":"string","minLength":8},"token":{"type":"string"}}
code/i18n | login.password.label=Password
code/i18n-json | {"login.password":"Password","login.forgot":"Forgot password?"}
code/typescript | interface Login { username: string; password: string; token?: string }
code/ts-field | private readonly password: string;
code/python-def | def get_token(self, name: str, secret: bytes = None) -> Token:
code/go-sig | func NewClient(token string, secretKey []byte) (*Client, error)
code/java-sig | public String getPassword() { return this.password; }
code/self-assign | this.password = password;
code/py-self | self.token = token
code/read-input | password = input("Password: ")
code/getpass | password = getpass.getpass()
code/request-arg | token = request.headers.get("Authorization")
code/usage | Usage: login [-u user] [-p password] [--token TOKEN]
code/usage-required | error: the following arguments are required: --password
code/unknown-flag | unknown flag: --password
code/tokenizer | tokenizer: cl100k_base pad_token_id=0 eos_token_id=2
code/lexer | Token(type=IDENTIFIER, value='«word»', line=«small»)
code/css | input[type=password] { border: 1px }
code/regex | validating with pattern ^[A-Za-z0-9]{8,}$ for field password
code/csv-head | id,username,password,email,created_at
code/config-key | unknown configuration key 'spring.datasource.pasword'
code/bean | Error creating bean with name 'passwordEncoder': Requested bean is currently in creation
code/kdoc | warning: [deprecation] setPassword(String) in User has been deprecated
test/pass | --- PASS: TestTokenRefresh (0.03s)
test/pass-js | PASS src/auth/token.test.js (5.2 s)
test/counts | pass: «small», fail: 0, skip: «small»
test/passed | Tests passed=«int» failed=0 secret_tests=«small»
test/pytest | tests/test_password.py::test_reset PASSED [ 42%]
conf/sshd | PasswordAuthentication yes
conf/permit | PermitRootLogin prohibit-password
conf/auth-method | auth-method: token
conf/auth-none | auth=none sasl.mechanism=PLAIN security.protocol=SASL_SSL
conf/credentials | credentials: include
conf/helper | credential.helper=store
conf/secret-bool | secret: false
conf/token-endpoint | "token_endpoint":"https://login.acme.io/realms/main/protocol/openid-connect/token"
conf/token-url | access_token_url=https://login.acme.io/oauth/token
conf/jwks | jwks_uri=https://login.acme.io/.well-known/jwks.json
conf/client-id | client_id=web-frontend
conf/key-id | kid=«b62_22» alg=RS256
conf/reset-url | password_reset_path=/account/password/reset
conf/provider | secretProvider=vault tokenStore=redis passwordEncoder=bcrypt
conf/key-strategy | key-strategy: round-robin
conf/key-format | key.converter=org.apache.kafka.connect.storage.StringConverter
conf/kafka-serializer | key.serializer = class org.apache.kafka.common.serialization.StringSerializer
conf/ssl-alg | ssl.keymanager.algorithm = SunX509
conf/token-lifetime | access-token-validity: 3600s
conf/env-names | Required variables: DB_PASSWORD, API_TOKEN, SECRET_KEY
conf/missing-env | environment variable DATABASE_PASSWORD is not set
conf/pub | reading /home/deploy/.ssh/id_ed25519.pub
conf/host-key-pub | /etc/ssh/ssh_host_rsa_key.pub
conf/authorized | Authorized keys file /home/«user»/.ssh/authorized_keys not found
conf/ca | using CA bundle /etc/ssl/certs/ca-certificates.crt
conf/csr | Certificate request self-signature ok: /etc/ssl/certs/server.csr
etcd/unavailable | etcd cluster is unavailable or misconfigured
etcd/timeout | etcdserver: request timed out
etcd/compaction | etcd-server: compacted revision «int» in «ms»ms
etcd/version | etcd Version: 3.5.9 Git SHA: «hex7»
etcd/pod | pod/etcd-«node» 1/1 Running 0
etcd/slow | apply request took too long took=«ms»ms expected-duration=100ms prefix="read-only range "
cmd/cache-key | redis-cli get session:count
cmd/key-flag | aws s3api head-object --bucket b --key backups/«day».tar.gz
cmd/sort-key | sort -t, -k 2,2n users.csv
cmd/i-input | ffmpeg -i input.mp4 -c copy out.mkv
cmd/inventory | ansible-playbook -i inventory/prod site.yml
cmd/p-parents | cp -p /etc/hosts /tmp/hosts
cmd/u-user | sudo -u postgres psql
cmd/a-all | docker ps -a
cmd/apt-key | apt-key adv --keyserver keyserver.ubuntu.com --recv-keys «HEX16»
cmd/useradd | useradd -m -s /bin/bash «user»
cmd/passwd-l | passwd -l «user»
cmd/make-token | kubectl create token default --duration=1h
cmd/secret-get | kubectl get secret db-credentials -o yaml
cmd/secret-from | gcloud secrets versions access latest --secret=db-password
cmd/vault-get | vault kv get -field=password secret/«db»
cmd/aws-get | aws secretsmanager get-secret-value --secret-id prod/«db»
cmd/gpg-key | gpg: key «HEX16»: public key "Acme Release <«email»>" imported
cmd/pass-store | pass show work/«svc»
cmd/curl-plain | curl -fsSL -u "$USER:$PASS" https://api.acme.io/v1/me
cmd/curl-var | curl -H "Authorization: Bearer $TOKEN" https://api.acme.io
cmd/pgpass-var | PGPASSWORD="${DB_PASS}" pg_dump «db»
cmd/mysql-var | mysql -uroot -p"$MYSQL_ROOT_PASSWORD"
cmd/subshell | export TOKEN=$(vault print token)
cmd/backtick | TOKEN=`cat /run/token`
cmd/read | read -s -p "Password: " password
"""
