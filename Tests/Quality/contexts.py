"""Where secrets turn up in logs. One a line:  category/name | kinds | notation | template

Kinds are the letters of kinds.LETTERS; `!` says that the line has its own prefix, so only whole-line envelopes go around it.
Notations and marks are those of render.py. Written from how software logs, not from what blot finds.
"""

TABLE = r"""
# --- assignments ------------------------------------------------------------------------------
assign/equals | PTIJ | bare | using «K»=«S» for «host»
assign/equals-blanks | PT | bare | «K_snake» = «S»
assign/equals-end | PTI | eol | «K_env»=«S»
assign/colon | PTI | bare | «K»: «S»
assign/colon-tight | PT | bare | connect user:«user» «K»:«S» host:«host»
assign/arrow | PT | bare | «K» => «S»
assign/thin-arrow | PT | bare | setting «K_camel» -> «S»
assign/is | PTI | bare | The «K_lower» is «S»
assign/is-quoted | PSTI | sq | «K_lower» is '«S»' (do not share)
assign/was-set-to | PST | dq | «K_snake» was set to "«S»"
assign/set-to | PT | bare | Property «K_dot» set to «S»
assign/quoted | PSTIJ | dq | «K»="«S»"
assign/single-quoted | PSTI | sq | «K»='«S»'
assign/backtick | PT | bare | «K_word» `«S»` accepted for «user»
assign/comma-list | PT | bare | host=«host», port=«port», user=«user», «K_word»=«S», ssl=true
assign/semicolon-list | PT | ado | host=«host»;user=«user»;«K_word»=«S»;timeout=30
assign/pipe-list | PT | bare | «user»|«K_word»=«S»|«ip»
assign/brackets | PT | tostr | login [user=«user», «K_word»=«S»]
assign/parens | PT | tostr | connecting («K_word»=«S») to «host»
assign/tabs | PT | eol | «K_snake»␉«S»
assign/many-blanks | PT | bare | «K_title»      : «S»
assign/dotted-line | PT | bare | «K_title» ........ «S»
assign/walrus | PT | bare | «K_snake» := «S»
assign/golang-decl | PST | dq | const «K_camel» = "«S»"
assign/js-decl | PSTI | sq | let «K_camel» = '«S»';
assign/java-decl | PST | dq | private static final String «K_env» = "«S»";
assign/python-call | PSTI | sq | client = Client(host='«host»', «K_snake»='«S»', timeout=30)
assign/setter | PST | dq | ds.set«K_pascal»("«S»");
assign/hash-access | PSTI | sq | config['«K_snake»'] = '«S»'
assign/env-access | PST | sq | os.environ["«K_env»"] = '«S»'
assign/debug-var | PT | bare | DEBUG «K_camel»=«S» len=«small»
assign/angle | PT | bare | «K_word»=<«S»>
assign/double-colon | PT | bare | «K_word»::«S»
assign/user-slash | P | bare | Trying credentials «user» / «S» against «host»
assign/user-colon | P | bare | credentials: «user»:«S»
assign/with-password | P | bare | Login attempt as «user» with password «S» from «ip»
assign/using-password | PS | sq | authenticating «user» using password '«S»'
assign/generated | P | bare | Using generated security password: «S»
assign/temp-root | P | eol | A temporary password is generated for root@localhost: «S»
assign/initial-admin | P | bare | Please use the following password to proceed to installation: «S»
assign/new-password | P | bare | Password for user «user» changed to «S»
assign/reset-mail | P | bare | Hello «user», your new password is: «S»
assign/one-time-setup | P | eol | Initial admin password: «S»
assign/elastic-setup | P | bare | PASSWORD elastic = «S»
assign/rejected | P | sq | 401 for «user»: password '«S»' does not match
assign/wrong | P | dq | Invalid password "«S»" for account «user»
assign/expected-got | T | sq | signature check: api_key '«S»' is not allowed for project «db»
assign/token-for | TIJ | bare | Issued token «S» for user «user»
assign/token-bare | TIJ | bare | using token «S»
assign/key-created | TI | bare | Created API key «S» for service «svc»
assign/decrypted | PT | bare | decrypted «K_dot» -> «S»
assign/mixed-case | PT | bare | PassWord = «S»
assign/plural | TI | sq | tokens=['«S»']
assign/list-of-keys | TI | dq | apiKeys: ["«S»"]
assign/config-diff-minus | PT | bare | -  «K_snake»: «S»
assign/config-diff-plus | PT | bare | +  «K_snake»: «S»
assign/changed-from | PT | dq | changed «K_dot» from "" to "«S»"
assign/named-args | PT | sq | call(user: '«user»', «K_word»: '«S»')
assign/star-list | PT | bare | * «K_title»: «S»
assign/table-row | PT | bare | | «K_snake» | «S» |
assign/mysql-table | PT | bare | | password      | «S» |
assign/percent-v | PT | bare | [config] «K_word» %s «S»
# --- JSON ------------------------------------------------------------------------------------
json/simple | PSTIJ | dq | {"user":"«user»","«K»":"«S»"}
json/blank | PSTI | dq | {"host": "«host»", "«K»": "«S»", "port": «port»}
json/ascii | PST | dqa | {"user": "«user»", "«K_snake»": "«S»", "active": true}
json/nested | PST | dq | {"db":{"host":"«host»","auth":{"user":"«user»","«K_word»":"«S»"}},"pool":10}
json/number | P | bare | {"user":"«user»","pin_code":null,"password":"«S»"}
json/bare-number | N | bare | {"user":"«user»","password":«S»,"active":true}
json/array | TI | dq | {"scopes":["read"],"tokens":["«S»"]}
json/name-value | PST | dq | {"name":"«K_env»","value":"«S»"}
json/value-name | PST | dq | {"value":"«S»","name":"«K_env»"}
json/key-value | PST | dq | {"Key":"«K_snake»","Value":"«S»"}
json/oauth-response | TIJ | dq | token response: {"access_token":"«S»","token_type":"bearer","expires_in":3600,"scope":"read write"}
json/refresh-response | TJ | dq | {"token_type":"Bearer","expires_in":86399,"refresh_token":"«S»"}
json/login-body | PS | dq | POST /api/login body={"username":"«email»","password":"«S»"}
json/escaped | PSTI | dq | payload="⟪{"user":"«user»","«K»":"«S»"}⟫"
json/escaped-blank | PST | dq | msg="⟪{"host": "«host»", "«K_camel»": "«S»"}⟫"
json/escaped-twice | PSTI | dq | {"event":"⟪{"body":"⟪{"«K_snake»":"«S»","id":«int»}⟫"}⟫"}
json/escaped-thrice | PT | dq | {"a":"⟪{"b":"⟪{"c":"⟪{"«K_camel»":"«S»"}⟫"}⟫"}⟫"}
json/single-quotes | PST | sq | {'«K_snake»': '«S»', 'host': '«host»'}
json/unquoted-keys | PST | dq | {host: "«host»", «K_camel»: "«S»"}
json/aws-creds | W | dq | {"AccessKeyId":"«akid»","SecretAccessKey":"«S»","Expiration":"«iso»"}
json/gcp-key | M | nl | {"type": "service_account", "project_id": "acme-prod", "private_key_id": "«hex40»", "private_key": "«S»\n", "client_email": "svc@acme.iam.gserviceaccount.com"}
json/docker-auth | B | dq | {"auths":{"registry.acme.io":{"auth":"«S»"}}}
json/identity-token | TJ | dq | {"Username":"AWS","Secret":"«S»","ServerURL":"https://registry.acme.io"}
json/graphql | PS | dq | {"operationName":"Login","variables":{"email":"«email»","password":"«S»"},"query":"mutation Login($email: String!) { login }"}
json/mongo-cmd | P | dq | command: createUser { createUser: "«user»", pwd: "«S»", roles: [ { role: "root", db: "admin" } ] }
json/kms | D | dq | {"KeyId":"«uuid»","Plaintext":"«S»"}
json/connection | P | urlraw | {"ConnectionStrings":{"Default":"Server=«host»;Database=«db»;User Id=«user»;Password=«S»;"}}
json/pretty-line | PST | dq |     "«K_camel»": "«S»",
json/jwk-d | T | dq | {"kty":"oct","kid":"«b62_22»","k":"«S»","alg":"HS256"}
# --- logfmt ----------------------------------------------------------------------------------
logfmt/plain | PSTI | logfmt | level=info msg="connecting" host=«host» user=«user» «K_snake»=«S» retry=«small»
logfmt/last | PST | logfmt | ts=«iso» caller=«gofile» component=«svc» «K_kebab»=«S»
logfmt/logrus-field | PST | logfmt | time="«iso»" level=debug msg="loaded settings" «K_camel»=«S» file=«path»
logfmt/dotted | PST | logfmt | level=warn msg="deprecated option" option.«K_dot»=«S»
# --- YAML, TOML, INI, properties --------------------------------------------------------------
yaml/plain | PSTI | yaml |   «K_camel»: «S»
yaml/list-env | PST | yaml |   - name: «K_env» value: «S»
yaml/inline | PST | yaml | db: {host: «host», user: «user», «K_word»: «S»}
yaml/dash | PST | yaml | - «K_snake»: «S»
yaml/compose-env | PT | eol |       - «K_env»=«S»
yaml/helm-values | PST | yaml | computed values: auth: «K_camel»: «S»
yaml/block-comment | PST | yaml | «K_snake»: «S»  # rotate me
yaml/k8s-data | PT | b64 |   «K_kebab»: «S»
yaml/k8s-stringdata | PST | yaml | stringData: «K_kebab»: «S»
yaml/scrape | P | yaml | basic_auth: username: prometheus password: «S»
yaml/ansible-become | PS | yaml | ansible_become_pass: «S»
yaml/ansible-host | P | shbare | web1 ansible_host=«ip» ansible_user=«user» ansible_ssh_pass=«S»
toml/plain | PSTI | dq | «K_snake» = "«S»"
toml/single | PST | sq | «K_snake» = '«S»'
toml/inline-table | PST | dq | database = { host = "«host»", «K_word» = "«S»" }
ini/plain | PT | ini | «K_snake» = «S»
ini/tight | PT | ini | «K_snake»=«S»
ini/pypirc | PI | ini | [pypi] username = __token__ password = «S»
ini/pgpass | P | shbare | reading ~/.pgpass: «host»:5432:«db»:«user»:«S»
ini/netrc | PT | shbare | machine git.acme.io login «user» password «S»
ini/my-cnf | P | ini | [client] user=«user» password=«S»
ini/aws-credentials | W | bare | aws_secret_access_key = «S»
ini/boto | W | bare | [default] aws_access_key_id = «akid» aws_secret_access_key = «S»
ini/s3cmd | W | bare | secret_key = «S»
ini/ldap-conf | P | ini | bindpw «S»
ini/wpa | PS | dqraw | psk="«S»"
ini/redis-conf | P | shbare | requirepass «S»
ini/redis-masterauth | P | shbare | masterauth «S»
ini/smbcreds | P | ini | password=«S»
ini/php-fpm | PT | eol | env[«K_env»] = «S»
props/plain | PT | props | «K_dot»=«S»
props/spring | P | props | spring.datasource.password=«S»
props/escaped | P | props | jdbc.password: «S»
props/jvm-flag | PT | shbare | VM Arguments: -Xmx2g -D«K_dot»=«S» -Dfile.encoding=UTF-8
props/jvm-store | P | shbare | -Djavax.net.ssl.keyStorePassword=«S»
props/gradle | PI | props | mavenPassword=«S»
props/kafka-value | P | shbare | ssl.key.password = «S»
props/jaas | PS | dqraw | sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="«user»" password="«S»";
props/jaas-scram | PS | dqraw | KafkaClient { org.apache.kafka.common.security.scram.ScramLoginModule required username='«user»' password="«S»"; };
props/jaas-escaped | P | bare | "sasl.jaas.config": "⟪org.apache.kafka.common.security.scram.ScramLoginModule required username="«user»" password="«S»";⟫"
# --- XML -------------------------------------------------------------------------------------
xml/element | PSTI | xml | <«=K_camel»>«S»</«=K_camel»>
xml/element-in-doc | PS | xml | <user><name>«user»</name><password>«S»</password></user>
xml/attribute | PST | xml | <datasource host="«host»" user="«user»" «K_camel»="«S»"/>
xml/attribute-single | PT | bare | <connection «K_word»='«S»' url='jdbc:h2:mem'/>
xml/add-key | PST | xml | <add key="«K_pascal»" value="«S»" />
xml/property | PST | xml | <property name="«K_dot»" value="«S»"/>
xml/property-body | PST | xml | <property name="hibernate.connection.password">«S»</property>
xml/entry | PST | xml | <entry key="«K_dot»">«S»</entry>
xml/maven-server | PS | xml | <server><id>nexus</id><username>«user»</username><password>«S»</password></server>
xml/soap-wsse | PS | xml | <wsse:UsernameToken><wsse:Username>«user»</wsse:Username><wsse:Password Type="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordText">«S»</wsse:Password></wsse:UsernameToken>
xml/namespace | PST | xml | <ns2:«=K_camel»>«S»</ns2:«=K_camel»>
xml/cdata | P | bare | <password><![CDATA[«S»]]></password>
xml/nuget | PS | xml | <add key="ClearTextPassword" value="«S»" />
xml/machinekey | X | bare | <machineKey validationKey="«S»" validation="SHA1" />
xml/connstring | P | ado | <add name="Main" connectionString="Data Source=«host»;Initial Catalog=«db»;User ID=«user»;Password=«S»" providerName="System.Data.SqlClient"/>
xml/escaped-in-json | P | xml | {"request":"⟪<login user="«user»"><password>«S»</password></login>⟫"}
xml/entities | P | bare | &lt;password&gt;«S»&lt;/password&gt;
xml/tomcat-user | P | xml | <user username="«user»" password="«S»" roles="manager-gui"/>
xml/tomcat-resource | P | xml | <Resource name="jdbc/app" username="«user»" password="«S»" driverClassName="org.postgresql.Driver" maxTotal="20"/>
xml/plist | PST | xml | <key>«K_camel»</key><string>«S»</string>
# --- dumps of languages ----------------------------------------------------------------------
dump/python-dict | PSTI | repr | params: {'user': '«user»', '«K_snake»': «S», 'timeout': 30}
dump/python-kwargs | PST | repr | calling connect(host='«host»', «K_word»=«S»)
dump/python-dataclass | PST | repr | Settings(host='«host»', port=5432, user='«user»', «K_snake»=«S», debug=False)
dump/python-pydantic | PST | repr | host='«host»' user='«user»' «K_snake»=«S» pool_size=10
dump/python-bytes | PT | bare | sending {'«K_snake»': b'«S»'}
dump/python-tuple | PST | repr | ('«K_snake»', «S»)
dump/python-namespace | PST | repr | Namespace(config=None, «K_snake»=«S», verbose=True)
dump/django-post | PS | repr | <QueryDict: {'csrfmiddlewaretoken': [''], 'username': ['«user»'], 'password': [«S»]}>
dump/celery-task | PST | repr | Task app.sync received args=() kwargs={'«K_word»': «S»}
dump/traceback-locals | PST | repr |     «K_snake» = «S»
dump/java-tostring | PT | tostr | User{id=«int», name='«user»', «K_camel»='«S»', enabled=true}
dump/java-bare | PT | tostr | DbConfig(url=jdbc:h2:mem, username=«user», «K_camel»=«S», poolSize=10)
dump/java-lombok-last | PT | tostr | LoginRequest(username=«user», password=«S»)
dump/java-map | PT | tostr | {user=«user», «K_word»=«S», ssl=true}
dump/java-record | PT | tostr | Credentials[user=«user», «K_camel»=«S»]
dump/java-builder | PT | tostr | HttpClientConfig@«hex8»[endpoint=https://api.acme.io,«K_camel»=«S»,timeout=30000]
dump/scala-case-class | PT | tostr | DbConf(«host»,5432,Some(password=«S»))
dump/kotlin | PT | tostr | Account(id=«int», «K_camel»=«S», email=«email»)
dump/hikari | P | bare | HikariPool-1 - configuration: username="«user»", password="«S»"
dump/go-plus-v | PT | tostr | config: {Host:«host» Port:5432 User:«user» «K_pascal»:«S» SSLMode:disable}
dump/go-pointer | PT | tostr | &{Addr:«host»:6379 Username: Password:«S» DB:0}
dump/go-sharp-v | PST | dq | main.Config{Host:"«host»", User:"«user»", «K_pascal»:"«S»"}
dump/go-map | PT | tostr | map[host:«host» «K_word»:«S» user:«user»]
dump/rust-debug | PST | dq | Config { host: "«host»", «K_snake»: "«S»", port: 5432 }
dump/rust-some | PST | dq | Opts { user: Some("«user»"), «K_snake»: Some("«S»") }
dump/ruby-hash | PST | dq | Parameters: {"utf8"=>"✓", "user"=>{"email"=>"«email»", "password"=>"«S»"}, "commit"=>"Log in"}
dump/ruby-symbols | PST | dq | {:host=>"«host»", :«K_snake»=>"«S»"}
dump/ruby-new-hash | PST | dq | {host: "«host»", «K_snake»: "«S»"}
dump/ruby-inspect | PST | dq | #<Net::LDAP:0x000«hex8» @auth={:method=>:simple, :username=>"«user»", :password=>"«S»"}>
dump/php-array | PST | sq | array ( 'username' => '«user»', '«K_word»' => '«S»', )
dump/php-print-r | PT | eol |     [«K_word»] => «S»
dump/php-var-dump | PS | dqraw |   ["password"]=> string(12) "«S»"
dump/php-define | PSTI | sq | define('«K_env»', '«S»');
dump/php-serialized | PT | bare | a:2:{s:4:"user";s:5:"admin";s:8:"password";s:12:"«S»";}
dump/perl-dumper | PST | sq | $VAR1 = { 'user' => '«user»', '«K_word»' => '«S»' };
dump/elixir | PST | dq | %{user: "«user»", «K_snake»: "«S»"}
dump/elixir-keyword | PST | dq | [hostname: "«host»", username: "«user»", password: "«S»", pool_size: 10]
dump/erlang | PST | dq | [{username,<<"«user»">>},{password,<<"«S»">>}]
dump/clojure | PST | dq | {:host "«host»", :«K_kebab» "«S»"}
dump/node-inspect | PSTI | sq | { host: '«host»', «K_camel»: '«S»', ssl: false }
dump/node-env | PSTI | sq |   «K_env»: '«S»',
dump/dotnet-object | PST | dq | LoginModel { UserName = "«user»", Password = "«S»" }
dump/dotnet-anon | PT | tostr | { Host = «host», Password = «S», Ssl = True }
dump/powershell-list | PT | eol | «K_pascal»       : «S»
dump/lua-table | PST | dq | { user = "«user»", ["«K_snake»"] = "«S»" }
dump/r-list | PST | dq | $«K_snake» [1] "«S»"
dump/protobuf-text | PST | dq | user: "«user»" «K_snake»: "«S»" ttl: 30
dump/axios-config | B | sq |   headers: { Accept: 'application/json', Authorization: 'Basic «S»' },
dump/axios-auth | PS | sq |   auth: { username: '«user»', password: '«S»' },
# --- SQL -------------------------------------------------------------------------------------
sql/identified-by | PS | sql | CREATE USER '«user»'@'%' IDENTIFIED BY '«S»'
sql/identified-with | PS | sql | ALTER USER '«user»'@'localhost' IDENTIFIED WITH mysql_native_password BY '«S»';
sql/grant | PS | sql | GRANT ALL PRIVILEGES ON «db».* TO '«user»'@'%' IDENTIFIED BY '«S»' WITH GRANT OPTION
sql/oracle-identified | P | shbare | CREATE USER «user» IDENTIFIED BY «S»
sql/oracle-quoted | PS | dqraw | ALTER USER «user» IDENTIFIED BY "«S»" REPLACE "x"
sql/pg-password | PS | sql | statement: ALTER USER «user» WITH PASSWORD '«S»';
sql/pg-create-role | PS | sql | LOG:  statement: CREATE ROLE «user» LOGIN ENCRYPTED PASSWORD '«S»'
sql/pg-lower | PS | sql | ERROR:  role "«user»" already exists STATEMENT:  create user «user» with password '«S»' createdb
sql/set-password | PS | sql | SET PASSWORD FOR '«user»'@'%' = PASSWORD('«S»')
sql/set-password-new | PS | sql | SET PASSWORD = '«S»'
sql/mssql-login | PS | sql | CREATE LOGIN [«user»] WITH PASSWORD = N'«S»', DEFAULT_DATABASE = [«db»]
sql/change-master | PS | sql | CHANGE MASTER TO MASTER_HOST='«host»', MASTER_USER='repl', MASTER_PASSWORD='«S»'
sql/insert | PS | sql | INSERT INTO users (name, password) VALUES ('«user»', '«S»')
sql/update | PS | sql | UPDATE users SET password = '«S»' WHERE id = «int»
sql/where | PS | sql | SELECT * FROM users WHERE login = '«user»' AND password = '«S»'
sql/pgcrypto | PS | sql | SELECT pgp_sym_decrypt(data, '«S»') FROM secrets
sql/clickhouse | PS | sql | CREATE USER «user» IDENTIFIED WITH sha256_password BY '«S»'
sql/snowflake | PS | sql | CREATE USER «user» PASSWORD = '«S»' MUST_CHANGE_PASSWORD = TRUE
sql/user-mapping | PS | sql | CREATE USER MAPPING FOR «user» SERVER fdw OPTIONS (user 'remote', password '«S»')
sql/dblink | P | shbare | SELECT * FROM dblink('host=«host» dbname=«db» user=«user» password=«S»', 'select 1')
sql/aws-copy | W | sq | COPY events FROM 's3://b/k' CREDENTIALS 'aws_access_key_id=«akid»;aws_secret_access_key=«S»'
sql/mysql-general-log! | PS | sql | «iso»␉   «int» Query␉CREATE USER 'app'@'%' IDENTIFIED BY '«S»'
sql/pg-full-line! | PS | sql | «day» «time».123 UTC [«pid»] «user»@«db» LOG:  statement: ALTER ROLE «user» PASSWORD '«S»'
sql/scram-verifier | H | sql | ALTER USER «user» PASSWORD '«S»'
sql/mongo-shell | PS | dq | db.createUser({user: "«user»", pwd: "«S»", roles: ["readWrite"]})
sql/mongo-auth | PS | dq | > db.auth("«user»", "«S»")
sql/redis-auth | P | shbare | AUTH «S»
sql/redis-auth-user | P | shbare | AUTH «user» «S»
sql/redis-monitor! | P | dq | «epoch».339 [0 «ip»:«port»] "AUTH" "«S»"
sql/redis-config-set | P | dq | CONFIG SET requirepass "«S»"
sql/redis-hello | P | shbare | HELLO 3 AUTH default «S»
sql/redis-acl | P | shbare | ACL SETUSER «user» on >«S» ~* +@all
# --- HTTP ------------------------------------------------------------------------------------
http/bearer | TIJ | bare | Authorization: Bearer «S»
http/bearer-lower | TIJ | bare | authorization: bearer «S»
http/bearer-json | TIJ | dq | "headers":{"Accept":"*/*","Authorization":"Bearer «S»","Host":"«host»"}
http/bearer-array | TJ | dq | {"Authorization":["Bearer «S»"],"User-Agent":["Go-http-client/1.1"]}
http/bearer-pydict | TIJ | sq | headers={'Accept': '*/*', 'Authorization': 'Bearer «S»'}
http/bearer-go-map | TIJ | tostr | header: map[Accept:[*/*] Authorization:[Bearer «S»]]
http/bearer-ruby | TIJ | dq | {"HTTP_AUTHORIZATION"=>"Bearer «S»"}
http/bearer-curl-v | TIJ | bare | > Authorization: Bearer «S»
http/bearer-h2 | TIJ | bare | * [HTTP/2] [1] [authorization: Bearer «S»]
http/bearer-httpclient | TIJ | dqraw | http-outgoing-0 >> "Authorization: Bearer «S»[\r][\n]"
http/bearer-netty | TJ | bare | GET /api HTTP/1.1 host: «host» authorization: Bearer «S» content-length: 0
http/bearer-prose | TIJ | bare | sending request with bearer token «S»
http/token-scheme | TI | bare | Authorization: Token «S»
http/token-equals | T | dqraw | Authorization: Token token="«S»"
http/apikey-scheme | T | bare | Authorization: ApiKey «S»
http/raw-authorization | TIJ | bare | authorization: «S»
http/basic | B | bare | Authorization: Basic «S»
http/basic-json | B | dq | {"authorization":"Basic «S»","accept":"*/*"}
http/basic-curl | B | bare | > authorization: Basic «S»
http/basic-py | B | sq | header: {'Authorization': 'Basic «S»'}
http/proxy-auth | B | bare | Proxy-Authorization: Basic «S»
http/basic-php | P | bare | PHP_AUTH_USER=«user» PHP_AUTH_PW=«S»
http/x-api-key | TI | bare | x-api-key: «S»
http/x-api-key-curl | TI | bare | > X-Api-Key: «S»
http/x-auth-token | TIJ | bare | X-Auth-Token: «S»
http/x-vault-token | TI | bare | X-Vault-Token: «S»
http/private-token | TI | bare | PRIVATE-TOKEN: «S»
http/x-header-any | TI | bare | X-«K_header»: «S»
http/ocp-key | Y | bare | Ocp-Apim-Subscription-Key: «S»
http/functions-key | T | bare | x-functions-key: «S»
http/amz-token | D | bare | X-Amz-Security-Token: «S»
http/sigv4 | X | bare | Authorization: AWS4-HMAC-SHA256 Credential=AKIA/20240101/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-date, Signature=«S»
http/digest | Y | bare | Authorization: Digest username="«user»", realm="app", nonce="«hex32»", uri="/", response="«S»"
http/cookie | C | cookie | Cookie: session=«S»
http/cookie-many | C | cookie | Cookie: lang=en; sessionid=«S»; theme=dark
http/cookie-jsession | C | cookie | cookie: JSESSIONID=«S»
http/cookie-php | C | cookie | Cookie: PHPSESSID=«S»; _ga=GA1.2.«int».«int»
http/set-cookie | C | cookie | Set-Cookie: JSESSIONID=«S»; Path=/; Secure; HttpOnly
http/set-cookie-sid | C | cookie | < set-cookie: connect.sid=«S»; Path=/; Expires=«rfc1123»; HttpOnly
http/set-cookie-aspnet | C | cookie | Set-Cookie: .AspNetCore.Identity.Application=«S»; path=/; samesite=lax; httponly
http/set-cookie-remember | C | cookie | Set-Cookie: remember_token=«S»; path=/
http/cookie-json | C | cookie | {"cookie":"sid=«S»; theme=dark"}
http/cookie-token | J | cookie | Cookie: access_token=«S»
http/websocket-protocol | J | bare | Sec-WebSocket-Protocol: base64url.bearer.authorization.k8s.io.«S», base64.binary.k8s.io
http/form | PS | form | body: username=«user»&password=«S»&remember=on
http/form-last | PS | form | grant_type=password&username=«user»&password=«S»
http/form-client | T | form | grant_type=client_credentials&client_id=«uuid»&client_secret=«S»
http/form-refresh | TJ | form | POST /oauth/token grant_type=refresh_token&refresh_token=«S»&client_id=web
http/form-assertion | J | form | grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=«S»
http/multipart | PS | dqraw | Content-Disposition: form-data; name="password" «S»
http/odd-name | TI | bare | Api-Token: «S»
http/gitlab-job | T | bare | JOB-TOKEN: «S»
http/cf-access | X | bare | CF-Access-Client-Secret: «S»
http/shopify-header | T | bare | X-Shopify-Access-Token: «S»
http/x-goog | T | bare | x-goog-api-key: «S»
http/csrf-auth-cookie | C | cookie | Cookie: csrftoken=«b62_16»; auth_token=«S»
# --- access logs and URLs --------------------------------------------------------------------
access/nginx! | PTIJ | url | «ip» - - [«clf»] "GET /api/v1/items?page=2&«K_snake»=«S» HTTP/1.1" 200 «int» "-" "«agent»"
access/nginx-first! | PTIJ | url | «ip» - «user» [«clf»] "GET /login?«K_camel»=«S»&next=%2F HTTP/1.1" 302 0 "-" "«agent»"
access/post-reset! | T | url | «ip» - - [«clf»] "GET /password/reset?token=«S» HTTP/1.1" 200 5123 "-" "«agent»"
access/referer! | TJ | url | «ip» - - [«clf»] "GET /app.js HTTP/1.1" 200 «int» "https://app.acme.io/?access_token=«S»" "«agent»"
access/haproxy! | TI | url | «syslogtime» lb haproxy[«pid»]: «ip»:«port» [«clf»] fe~ be/web1 0/0/1/12/13 200 512 - - ---- 1/1/0/0/0 0/0 "GET /v1/data?api_key=«S» HTTP/1.1"
access/envoy! | TJ | url | [«iso»] "GET /ws?token=«S» HTTP/1.1" 101 - 0 0 «int» - "«ip»" "«agent»" "«uuid»" "api.acme.io" "10.1.2.3:8080"
access/json | PTIJ | url | {"method":"GET","path":"/search?q=x&«K_snake»=«S»","status":200,"duration_ms":«int»}
access/iis! | PT | url | «day» «time» 10.0.0.4 GET /svc.aspx user=«user»&pwd=«S» 443 - «ip» Mozilla/5.0 200 0 0 «int»
access/werkzeug! | PTI | url | «ip» - - [«clf»] "GET /hook?secret=«S» HTTP/1.1" 200 -
access/rails-started | PTI | url | Started GET "/users/confirm?confirmation_token=«S»" for «ip» at «day» «time» +0000
access/alb! | TJ | url | https «iso» app/lb/«hex16» «ip»:«port» 10.0.0.1:80 0.000 0.001 0.000 200 200 34 366 "GET https://api.acme.io:443/v1?id_token=«S» HTTP/1.1" "«agent»" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2
access/presigned | X | bare | GET https://b.s3.amazonaws.com/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=20240101T000000Z&X-Amz-Expires=900&X-Amz-Signature=«S»
access/azure-sas | D | url | https://acme.blob.core.windows.net/backups/x.bak?sv=2022-11-02&ss=b&srt=sco&sp=rwdl&se=2030-01-01T00:00:00Z&sig=«S»
access/gmaps | TI | url | fetching https://maps.googleapis.com/maps/api/geocode/json?address=Berlin&key=«S»
access/fragment | J | url | redirect to https://app.acme.io/cb#access_token=«S»&token_type=bearer&expires_in=3600
access/encoded-nested | TJ | bare | redirect_uri=⦅https://app.acme.io/cb?token=«S»&x=1⦆
access/encoded-json | PT | dq | GET /api?filter=⦅{"user":"bob","password":"«S»"}⦆ 200
access/urllib3 | TI | url | https://api.acme.io:443 "GET /v2/quote?apikey=«S»&symbol=X HTTP/1.1" 200 None
access/okhttp | TI | url | --> GET https://api.acme.io/v1/weather?appid=«S»&units=metric http/1.1
access/aiohttp | TI | url | ClientError for url 'https://api.acme.io/v1/data?api_token=«S»'
access/auth-code | T | url | GET /oauth/callback?code=«S»&state=«b62_16» 302
access/websocket-url | TJ | url | connecting to wss://stream.acme.io/socket?auth=«S»
access/webhook-path | T | url | POST https://api.acme.io/hooks/«svc»?secret=«S» -> 200
access/telegram-url | I | bare | POST https://api.acme.io/bot/sendMessage?token=«S»
access/semicolon-session | C | cookie | GET /app/home;jsessionid=«S»?x=1 200
url/userinfo-http | P | url | cloning https://«user»:«S»@git.acme.io/team/app.git
url/userinfo-raw | P | urlraw | fetch http://«user»:«S»@«host»/feed failed
url/token-as-user | TI | bare | remote: https://«S»@github.com/acme/app.git
url/oauth2-user | TI | bare | Cloning into 'app' from https://oauth2:«S»@git.acme.io/team/app.git
url/x-access-token | TI | bare | git fetch https://x-access-token:«S»@github.com/acme/app
url/token-x-oauth | TI | bare | https://«S»:x-oauth-basic@github.com/acme/app.git
url/proxy | P | url | HTTPS_PROXY=http://«user»:«S»@proxy.corp.example:3128
url/ftp | P | urlraw | ftp://«user»:«S»@«host»/incoming/report.csv
url/sftp | P | url | sftp://«user»:«S»@«host»:22/upload
url/smb | P | urlraw | mount smb://«user»:«S»@«host»/share
url/curl-error | P | urlraw | curl: (6) Could not resolve host in http://«user»:«S»@«host»/api
url/pip-index | PTI | url | Looking in indexes: https://«user»:«S»@nexus.acme.io/repository/pypi/simple
url/rtsp | P | urlraw | Opening 'rtsp://admin:«S»@«ip»:554/stream1' for reading
url/empty-user | P | urlraw | redis url redis://:«S»@«host»:6379/0
url/sentry-dsn | Y | bare | SENTRY_DSN=https://«S»:«hex32»@sentry.acme.io/«small»
# --- connection strings -----------------------------------------------------------------------
conn/postgres | P | url | connecting to postgres://«user»:«S»@«host»:5432/«db»?sslmode=disable
conn/postgresql-raw | P | urlraw | DATABASE_URL=postgresql://«user»:«S»@«host»/«db»
conn/postgres-nasty | P | urlnasty | dsn postgres://«user»:«S»@«host»:5432/«db»
conn/sqlalchemy | P | url | create_engine('postgresql+psycopg2://«user»:«S»@«host»:5432/«db»')
conn/sqlalchemy-mysql | P | urlraw | SQLALCHEMY_DATABASE_URI: mysql+pymysql://«user»:«S»@«host»/«db»?charset=utf8mb4
conn/mysql-dsn-go | P | urlraw | dial «user»:«S»@tcp(«host»:3306)/«db»?parseTime=true
conn/mysql-url | P | url | "url":"mysql://«user»:«S»@«host»:3306/«db»"
conn/mongodb | P | url | mongodb://«user»:«S»@«host»:27017,mongo-2:27017/«db»?replicaSet=rs0&authSource=admin
conn/mongodb-srv | P | url | MONGO_URI=mongodb+srv://«user»:«S»@cluster0.abcde.mongodb.net/«db»?retryWrites=true
conn/amqp | P | url | Connecting to amqp://«user»:«S»@«host»:5672/vhost
conn/amqps | P | urlraw | broker_url=amqps://«user»:«S»@«host»//
conn/celery | P | urlraw | -- ** ---------- .> transport:   amqp://«user»:«S»@«host»:5672//
conn/redis | P | url | redis://default:«S»@«host»:6379/1
conn/rediss | P | urlraw | cache: rediss://:«S»@«host»:6380?ssl_cert_reqs=none
conn/libpq | P | shbare | host=«host» port=5432 dbname=«db» user=«user» password=«S» sslmode=prefer
conn/libpq-quoted | PS | sq | conninfo: "host=«host» user=«user» password='«S»' dbname=«db»"
conn/npgsql | P | ado | Host=«host»;Port=5432;Username=«user»;Password=«S»;Database=«db»
conn/ado | P | ado | Server=tcp:«host»,1433;Initial Catalog=«db»;User ID=«user»;Password=«S»;Encrypt=True;
conn/ado-pwd | P | ado | Data Source=«host»;uid=«user»;pwd=«S»;database=«db»
conn/odbc | P | ado | DRIVER={ODBC Driver 18 for SQL Server};SERVER=«host»;DATABASE=«db»;UID=«user»;PWD=«S»
conn/odbc-braces | P | tostr | Driver={PostgreSQL Unicode};Server=«host»;Uid=«user»;Pwd={«S»};
conn/ado-last | P | ado | "ConnectionString": "Server=«host»;Database=«db»;User=«user»;Password=«S»"
conn/azure-storage | Z | ado | DefaultEndpointsProtocol=https;AccountName=acmestore;AccountKey=«S»;EndpointSuffix=core.windows.net
conn/servicebus | D | bare | Endpoint=sb://acme.servicebus.windows.net/;SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=«S»
conn/cosmos | Z | bare | AccountEndpoint=https://acme.documents.azure.com:443/;AccountKey=«S»;
conn/iothub | D | bare | HostName=acme.azure-devices.net;DeviceId=d1;SharedAccessKey=«S»
conn/appinsights-redis | T | bare | acme.redis.cache.windows.net:6380,password=«S»,ssl=True,abortConnect=False
conn/stackexchange-redis | P | csv | «host»:6379,password=«S»,defaultDatabase=1
conn/jdbc-query | P | amp | jdbc:postgresql://«host»:5432/«db»?user=«user»&password=«S»
conn/jdbc-query-more | P | url | Failed to connect jdbc:mysql://«host»:3306/«db»?user=«user»&password=«S»&useSSL=false
conn/jdbc-userinfo | P | urlraw | jdbc:mysql://«user»:«S»@«host»:3306/«db»
conn/jdbc-oracle | P | urlraw | jdbc:oracle:thin:«user»/«S»@«host»:1521:ORCL
conn/jdbc-oracle-service | P | urlraw | url=jdbc:oracle:thin:«user»/«S»@//«host»:1521/svc
conn/jdbc-sqlserver | P | ado | jdbc:sqlserver://«host»:1433;databaseName=«db»;user=«user»;password=«S»;encrypt=false
conn/jdbc-db2 | P | ado | jdbc:db2://«host»:50000/«db»:user=«user»;password=«S»;
conn/jdbc-json | P | amp | {"jdbcUrl":"jdbc:mariadb://«host»/«db»?user=«user»&password=«S»"}
conn/sqlplus-tns | P | urlraw | sqlplus «user»/«S»@ORCLPDB
conn/snowflake | P | urlraw | snowflake://«user»:«S»@acme-xy12345/«db»
conn/clickhouse | P | urlraw | clickhouse://«user»:«S»@«host»:9000/«db»
conn/cockroach | P | urlraw | cockroachdb://«user»:«S»@«host»:26257/defaultdb
conn/mssql-url | P | url | mssql+pyodbc://«user»:«S»@«host»/«db»?driver=ODBC+Driver+17
conn/smtp-url | P | url | MAILER_DSN=smtp://«user»:«S»@«host»:587
conn/ldap-url | P | url | ldaps://cn=admin,dc=acme:«S»@«host»:636
conn/nats | P | urlraw | nats://«user»:«S»@«host»:4222
conn/mqtt | P | urlraw | mqtt://«user»:«S»@«host»:1883
conn/elastic | P | urlraw | hosts: ["https://elastic:«S»@«host»:9200"]
conn/influx | P | url | http://«host»:8086/write?db=«db»&u=«user»&p=«S»
conn/neo4j | P | urlraw | bolt://neo4j:«S»@«host»:7687
conn/ipv6-host | P | urlraw | postgres://«user»:«S»@[fd00::12]:5432/«db»
conn/two-hosts | P | urlraw | pgbouncer: target postgres://«user»:«S»@pg1,pg2:5432/«db»
conn/escaped-json | P | urlraw | config="⟪{"dsn":"postgres://«user»:«S»@«host»/«db»"}⟫"
conn/in-error | P | urlraw | failed to connect to `postgres://«user»:«S»@«host»:5432/«db»`: dial tcp: timeout
conn/encoded | P | url | next=⦅postgres://«user»:«S»@«host»/«db»⦆
"""
