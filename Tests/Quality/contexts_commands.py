"""Commands as shells, sudo, auditd, ps and CI systems write them down; private keys, endpoints, key files; colours; languages."""

TABLE = r"""
# --- shell: flags of every style --------------------------------------------------------------
shell/mysql-p | P | shbare | mysql -h «host» -u «user» -p«S» «db»
shell/mysql-p-quoted | PS | sq | mysql -u«user» -p'«S»' -e 'show databases'
shell/mysql-long | PS | sh | mysql --host=«host» --user=«user» --password=«S» «db»
shell/mysqldump | P | shbare | mysqldump -u «user» -p«S» --all-databases > /tmp/all.sql
shell/mysqladmin | PS | sh | mysqladmin -u root password «S»
shell/mariadb | PS | dqraw | mariadb -uroot -p"«S»" «db» < dump.sql
shell/pgpassword | PS | sh | PGPASSWORD=«S» psql -h «host» -U «user» -d «db» -c 'select 1'
shell/pg-uri | P | url | psql "postgresql://«user»:«S»@«host»:5432/«db»"
shell/pg-dump | PS | sq | PGPASSWORD='«S»' pg_dump -Fc «db» > «db».dump
shell/psql-conninfo | P | shbare | psql "host=«host» user=«user» password=«S» dbname=«db»"
shell/mongo | PS | sh | mongosh --host «host» -u «user» -p «S» --authenticationDatabase admin
shell/mongo-long | PS | sh | mongodump --uri="mongodb://«host»" --username «user» --password «S» --out /backup
shell/redis-cli | PS | sh | redis-cli -h «host» -a «S» ping
shell/redis-cli-pass | P | sh | redis-cli --user «user» --pass «S» info
shell/rediscli-auth | P | shbare | REDISCLI_AUTH=«S» redis-cli -h «host»
shell/sqlcmd | PS | sh | sqlcmd -S «host» -U sa -P «S» -Q "SELECT @@VERSION"
shell/sqlplus | P | shbare | sqlplus -s system/«S»@//«host»:1521/XE
shell/bcp | P | shbare | bcp «db».dbo.t out t.dat -S «host» -U «user» -P«S»
shell/sshpass | PS | sh | sshpass -p «S» ssh -o StrictHostKeyChecking=no «user»@«host»
shell/sshpass-tight | P | sq | sshpass -p'«S»' scp dump.sql «user»@«host»:/tmp
shell/sshpass-env | PS | sh | SSHPASS=«S» sshpass -e rsync -a . «user»@«host»:/srv
shell/smbclient | P | shbare | smbclient //«host»/share -U «user»%«S»
shell/smbclient-quoted | PS | sq | smbclient -L «host» -U '«user»%«S»'
shell/mount-cifs | P | shbare | mount -t cifs //«host»/d /mnt -o username=«user»,password=«S»,vers=3.0
shell/net-use | P | shbare | net use Z: \\srv\share «S» /user:ACME\«user»
shell/rpcclient | P | shbare | rpcclient -U «user»%«S» «host»
shell/ldapsearch | PS | sh | ldapsearch -x -H ldap://«host» -D cn=admin,dc=acme,dc=io -w «S» -b dc=acme,dc=io
shell/ldappasswd | PS | sh | ldappasswd -D cn=admin,dc=acme -w x1 -s «S» uid=«user»,ou=people
shell/ldapadd | P | shbare | ldapadd -x -D "cn=Manager,dc=acme" -w«S» -f users.ldif
shell/kinit | PS | sh | echo «S» | kinit «user»@ACME.IO
shell/chpasswd | PS | dqraw | echo "«user»:«S»" | chpasswd
shell/chpasswd-bare | P | shbare | echo «user»:«S» | sudo chpasswd
shell/passwd-stdin | PS | sh | echo «S» | passwd --stdin «user»
shell/passwd-printf | P | shbare | printf '«S»\n«S:shbare»\n' | passwd «user»
shell/sudo-s | PS | sh | echo «S» | sudo -S apt-get update
shell/sudo-s-here | PS | sh | sudo -S id <<< «S»
shell/useradd | H | sq | useradd -m -p '«S»' «user»
shell/usermod | H | sq | usermod --password '«S»' «user»
shell/shadow | H | bare | «user»:«S»:19723:0:99999:7:::
shell/htpasswd | PS | sh | htpasswd -bc /etc/nginx/.htpasswd «user» «S»
shell/htpasswd-file | H | bare | «user»:«S»
shell/openssl-passin | P | shbare | openssl rsa -in server.key -out plain.key -passin pass:«S»
shell/openssl-passout | PS | sq | openssl genrsa -aes256 -passout 'pass:«S»' -out ca.key 4096
shell/openssl-enc-k | PS | sh | openssl enc -aes-256-cbc -pbkdf2 -in a.tar -out a.enc -k «S»
shell/openssl-enc-K | X | bare | openssl enc -d -aes-256-cbc -K «S» -iv «hex32» -in a.enc
shell/openssl-passwd | PS | sh | openssl passwd -6 «S»
shell/pkcs12 | P | shbare | openssl pkcs12 -export -in c.pem -inkey k.pem -out s.p12 -password pass:«S»
shell/keytool | PS | sh | keytool -importkeystore -srckeystore s.p12 -destkeystore s.jks -storepass «S»
shell/keytool-keypass | P | shbare | keytool -genkey -alias app -keypass «S» -keystore app.jks
shell/gpg | PS | sh | gpg --batch --yes --passphrase «S» -c backup.tar
shell/zip | PS | sh | zip -P «S» -r out.zip data/
shell/7z | P | shbare | 7z a -p«S» -mhe=on out.7z data/
shell/unrar | P | shbare | unrar x -p«S» in.rar
shell/curl-u | P | shbare | curl -u «user»:«S» https://api.acme.io/v1/me
shell/curl-u-quoted | PS | sq | curl -s -u '«user»:«S»' -X POST https://jenkins.acme.io/job/x/build
shell/curl-user | P | shbare | curl --user «user»:«S» -O https://nexus.acme.io/repository/raw/x.zip
shell/curl-header | TIJ | bare | curl -H "Authorization: Bearer «S»" https://api.acme.io/v1/orders
shell/curl-header-sq | TIJ | bare | curl -X DELETE -H 'X-Api-Key: «S»' https://api.acme.io/v1/orders/7
shell/curl-header-any | TI | bare | curl --header "PRIVATE-TOKEN: «S»" https://gitlab.acme.io/api/v4/projects
shell/curl-data | PS | dq | curl -d '{"username":"«user»","password":"«S»"}' -H 'Content-Type: application/json' https://api.acme.io/login
shell/curl-form | P | amp | curl -d "grant_type=password&username=«user»&password=«S»" https://sso.acme.io/token
shell/curl-urlencode | PS | dqraw | curl --data-urlencode "password=«S»" https://api.acme.io/login
shell/curl-cookie | C | cookie | curl -b 'session=«S»' https://app.acme.io/
shell/curl-query | TI | url | curl "https://api.acme.io/v1/geo?key=«S»&q=x"
shell/curl-proxy | P | shbare | curl -x http://proxy:3128 --proxy-user «user»:«S» https://acme.io
shell/curl-oauth2 | TJ | bare | curl --oauth2-bearer «S» https://api.acme.io/v1/me
shell/wget | PS | sh | wget --user=«user» --password=«S» ftp://«host»/x.tgz
shell/wget-http | P | sh | wget --http-user «user» --http-password «S» https://acme.io/x
shell/httpie | P | shbare | http -a «user»:«S» POST api.acme.io/v1/x
shell/httpie-header | TI | bare | http GET api.acme.io/v1/x X-API-Key:«S»
shell/docker-login | PS | sh | docker login -u «user» -p «S» registry.acme.io
shell/docker-login-long | PTI | sh | docker login --username «user» --password «S» registry.acme.io
shell/docker-login-pipe | PTI | sh | echo «S» | docker login -u «user» --password-stdin ghcr.io
shell/docker-run-e | PST | sh | docker run -d --name db -e «K_env»=«S» «image»
shell/docker-run-env | PT | shbare | docker run --rm --env «K_env»=«S» «image»
shell/docker-run-quoted | PST | dqraw | docker run -e "«K_env»=«S»" -p 3306:3306 «image»
shell/docker-exec | PS | sq | docker exec -i db mysql -uroot -p'«S»' < schema.sql
shell/docker-exec-e | PS | sh | docker exec -e PGPASSWORD=«S» pg pg_dump -U «user» «db»
shell/docker-build-arg | TI | shbare | docker build --build-arg NPM_TOKEN=«S» -t acme/web .
shell/docker-build-any | PTI | shbare | docker build --build-arg «K_env»=«S» .
shell/docker-history | TI | bare | /bin/sh -c echo "//registry.npmjs.org/:_authToken=«S»" > ~/.npmrc
shell/docker-history-arg | PTI | bare | |1 «K_env»=«S» /bin/sh -c npm ci
shell/docker-secret | PST | sh | echo «S» | docker secret create «svc»_password -
shell/podman-skopeo | P | shbare | skopeo copy --src-creds «user»:«S» docker://a docker://b
shell/kubectl-literal | PST | sh | kubectl create secret generic db --from-literal=«K_kebab»=«S»
shell/kubectl-literal-bare | PT | shbare | kubectl -n «ns» create secret generic api --from-literal «K_snake»=«S»
shell/kubectl-registry | PS | sh | kubectl create secret docker-registry reg --docker-server=registry.acme.io --docker-username=«user» --docker-password=«S»
shell/kubectl-token | TJ | bare | kubectl --token=«S» get pods -A
shell/kubectl-set-env | PT | shbare | kubectl set env deploy/«svc» «K_env»=«S»
shell/kubectl-config | TJ | bare | kubectl config set-credentials ci --token=«S»
shell/helm-set | PT | shbare | helm upgrade --install pg bitnami/postgresql --set auth.postgresPassword=«S»
shell/helm-set-any | PTI | shbare | helm install «svc» ./chart --set image.tag=1.2,«K_camel»=«S» -n «ns»
shell/helm-set-string | PST | sh | helm upgrade «svc» . --set-string config.«K_camel»=«S»
shell/helm-repo | PS | sh | helm repo add acme https://charts.acme.io --username «user» --password «S»
shell/terraform-var | PST | sh | terraform apply -auto-approve -var «K_snake»=«S»
shell/terraform-var-quoted | PT | dqraw | terraform plan -var="db_password=«S»" -out tf.plan
shell/tf-var-env | PT | shbare | export TF_VAR_«K_snake»=«S»
shell/ansible-e | P | shbare | ansible-playbook site.yml -e "ansible_become_pass=«S»"
shell/ansible-extra | PS | dq | ansible-playbook site.yml --extra-vars '{"db_password": "«S»"}'
shell/ansible-module | PS | dq | ok: [web1] => {"changed": true, "invocation": {"module_args": {"login_user": "root", "login_password": "«S»", "name": "«db»"}}}
shell/vault-login | TI | bare | vault login «S»
shell/vault-token-env | TI | bare | VAULT_TOKEN=«S» vault kv get secret/«db»
shell/vault-kv-put | PST | sh | vault kv put secret/«svc» «K_snake»=«S»
shell/vault-userpass | PS | sh | vault login -method=userpass username=«user» password=«S»
shell/vault-unseal | D | bare | vault operator unseal «S»
shell/vault-unseal-out | D | bare | Unseal Key 1: «S»
shell/vault-root-token | TI | bare | Initial Root Token: «S»
shell/vault-approle | U | bare | vault write auth/approle/login role_id=«uuid» secret_id=«S»
shell/vault-table | TI | bare | token                «S»
shell/consul-token | U | bare | consul members -token=«S»
shell/consul-http-token | U | bare | CONSUL_HTTP_TOKEN=«S» consul kv get -recurse
shell/consul-secretid | U | bare | SecretID:         «S»
shell/nomad-token | U | bare | nomad job run -token «S» web.nomad
shell/consul-encrypt | D | bare | consul agent -encrypt=«S» -data-dir=/opt/consul
shell/aws-configure | W | bare | aws configure set aws_secret_access_key «S» --profile prod
shell/aws-env | W | bare | export AWS_SECRET_ACCESS_KEY=«S»
shell/aws-env-pair | W | bare | AWS_ACCESS_KEY_ID=«akid» AWS_SECRET_ACCESS_KEY=«S» aws s3 ls
shell/aws-session | D | bare | export AWS_SESSION_TOKEN=«S»
shell/aws-rds | PS | sh | aws rds modify-db-instance --db-instance-identifier «db» --master-user-password «S»
shell/aws-cognito | PS | sh | aws cognito-idp admin-set-user-password --user-pool-id eu_1 --username «user» --password «S»
shell/aws-ssm | PST | sh | aws ssm put-parameter --name /prod/db_password --type SecureString --value «S»
shell/aws-secretsmanager | PST | sq | aws secretsmanager create-secret --name prod/db --secret-string '«S»'
shell/az-login | PT | shbare | az login --service-principal -u «uuid» -p «S» --tenant «uuid»
shell/az-storage | Z | bare | az storage blob list --account-name acme --account-key «S»
shell/az-sql | PS | sh | az sql server create -n sql1 --admin-user «user» --admin-password «S»
shell/az-keyvault | PST | sh | az keyvault secret set --vault-name kv --name db --value «S»
shell/gcloud-sql | PS | sh | gcloud sql users set-password «user» --instance=main --password=«S»
shell/gcloud-token | TI | bare | gcloud auth print-access-token → «S»
shell/mc-alias | PT | shbare | mc alias set minio https://minio.acme.io «user» «S»
shell/s3cmd | W | bare | s3cmd --access_key=«akid» --secret_key=«S» ls
shell/rclone | PS | sh | rclone config create box sftp host «host» user «user» pass «S»
shell/restic | PS | sh | RESTIC_PASSWORD=«S» restic -r /backup snapshots
shell/borg | PS | sh | export BORG_PASSPHRASE=«S»
shell/duplicity | P | sq | PASSPHRASE='«S»' duplicity /srv sftp://u@«host»/b
shell/git-clone | TI | bare | git clone https://«S»@github.com/acme/app.git
shell/git-clone-user | PTI | shbare | git clone https://«user»:«S»@git.acme.io/team/app.git /srv/app
shell/git-remote | TI | bare | git remote set-url origin https://oauth2:«S»@gitlab.com/acme/app.git
shell/git-extraheader | B | bare | git -c http.extraheader="AUTHORIZATION: basic «S»" fetch origin
shell/git-credential | PTI | shbare | https://«user»:«S»@git.acme.io
shell/gh-login | TI | bare | echo «S» | gh auth login --with-token
shell/npm-config | TI | bare | npm config set //registry.npmjs.org/:_authToken «S»
shell/npmrc | TI | bare | //npm.acme.io/:_authToken=«S»
shell/npmrc-auth | B | bare | _auth=«S»
shell/npmrc-password | P | b64 | //npm.acme.io/:_password=«S»
shell/yarn | TI | dq | npmAuthToken: "«S»"
shell/pip-index | PTI | shbare | pip install -i https://«user»:«S»@nexus.acme.io/repository/pypi/simple requests
shell/pip-extra-index | TI | bare | pip install --extra-index-url https://__token__:«S»@pypi.acme.io/simple acme
shell/twine | PTI | sh | twine upload -u __token__ -p «S» dist/*
shell/poetry | TI | bare | poetry config pypi-token.pypi «S»
shell/gradle-p | PTI | shbare | ./gradlew publish -PnexusUser=«user» -PnexusPassword=«S»
shell/mvn-d | PT | shbare | mvn -B deploy -Dsonar.login=«S» -DskipTests
shell/mvn-d-any | PT | shbare | mvn verify -D«K_dot»=«S»
shell/java-d | PT | shbare | java -Xmx1g -D«K_dot»=«S» -jar app.jar
shell/java-d-quoted | PST | dqraw | java "-D«K_camel»=«S»" -jar app.jar --server.port=8080
shell/spring-arg | PT | shbare | java -jar app.jar --spring.datasource.username=«user» --spring.datasource.password=«S»
shell/nuget-push | TI | bare | dotnet nuget push x.nupkg --api-key «S» --source https://nuget.acme.io
shell/nuget-source | PS | sh | dotnet nuget add source https://n.acme.io -u «user» -p «S» --store-password-in-clear-text
shell/dotnet-secrets | PST | dqraw | dotnet user-secrets set "Db:Password" "«S»"
shell/gem | T | bare | GEM_HOST_API_KEY=«S» gem push x.gem
shell/cargo | TI | bare | cargo login «S»
shell/bundle | PTI | shbare | bundle config gems.acme.io «user»:«S»
shell/composer | PTI | sh | composer config http-basic.repo.acme.io «user» «S»
shell/heroku | PTI | shbare | heroku config:set «K_env»=«S» -a acme
shell/flyctl | PTI | shbare | fly secrets set «K_env»=«S»
shell/flag-equals | PSTI | sh | /usr/bin/«svc» --host=«host» --«K_kebab»=«S» --verbose
shell/flag-blank | PSTI | sh | /usr/bin/«svc» --«K_kebab» «S» --port «port»
shell/flag-single-dash | PST | sh | «svc» -«K_word» «S» -v
shell/flag-single-dash-eq | PST | sh | «svc» -«K_snake»=«S» -log.level=debug
shell/flag-colon | PT | shbare | setup.exe /quiet /«K_camel»:«S» /norestart
shell/flag-slash-eq | PT | shbare | msiexec /i agent.msi «K_env»=«S» /qn
shell/flag-dq | PST | dqraw | «svc» --«K_kebab»="«S»" --dry-run
shell/flag-last | PSTI | sh | ./deploy.sh --env prod --«K_kebab» «S»
shell/export | PSTI | sh | export «K_env»=«S»
shell/export-dq | PST | dqraw | export «K_env»="«S»"
shell/setenv | PST | sh | setenv «K_env» «S»
shell/fish | PST | sh | set -gx «K_env» «S»
shell/cmd-set | PT | eol | set «K_env»=«S»
shell/setx | PST | dqraw | setx «K_env» "«S»"
shell/powershell-env | PSTI | dqraw | $env:«K_env» = "«S»"
shell/powershell-secure | PS | sq | $p = ConvertTo-SecureString '«S»' -AsPlainText -Force
shell/powershell-param | PST | sq | Connect-Acme -Server «host» -User «user» -«K_pascal» '«S»'
shell/prefix-env | PSTI | sh | «K_env»=«S» ./run.sh
shell/env-cmd | PT | shbare | env -i «K_env»=«S» /opt/app/bin/start
shell/xtrace | PSTI | sh | + «K_env»=«S»
shell/xtrace-export | PST | sq | ++ export '«K_env»=«S»'
shell/xtrace-nested | PT | shbare | +++ curl -fsS -u «user»:«S» https://acme.io/x
shell/history-numbered | PST | sh |   «int»  export «K_env»=«S»
shell/zsh-history! | PST | sh | : «epoch»:0;«svc» login --«K_kebab» «S»
shell/heredoc | PT | eol | > «K_env»=«S»
shell/variable | PST | dqraw | «K_snake»="«S»"; connect "$«user»"
shell/tee-env | PST | sq | echo '«K_env»=«S»' >> .env
shell/sed | PT | bare | sed -i 's/«K_env»=.*/«K_env»=«S»/' .env
shell/expect | PS | dqraw | expect -c 'spawn ssh «user»@«host»; expect "assword:"; send "«S»\r"; interact'
shell/ipmitool | P | shbare | ipmitool -I lanplus -H «ip» -U ADMIN -P «S» chassis power status
shell/snmp | P | shbare | snmpwalk -v3 -u «user» -l authPriv -A «S» «ip»
shell/snmp-community | P | shbare | snmpwalk -v2c -c «S» «ip» system
shell/xfreerdp | P | shbare | xfreerdp /u:«user» /p:«S» /v:«host»
shell/vnc | P | shbare | x11vnc -passwd «S» -display :0
shell/winexe | P | shbare | winexe -U ACME/«user»%«S» //«host» "cmd /c dir"
shell/psexec | P | shbare | psexec \\srv1 -u «user» -p «S» cmd
shell/wpa-cli | PS | dqraw | nmcli dev wifi connect Office password "«S»"
shell/openvpn-auth | P | shbare | openconnect --user=«user» --passwd-on-stdin vpn.acme.io <<< «S»
shell/lftp | P | shbare | lftp -u «user»,«S» sftp://«host»
shell/ftp-pass | P | bare | ---> PASS «S»
shell/cqlsh | PS | sh | cqlsh «host» -u «user» -p «S»
shell/clickhouse | PS | sh | clickhouse-client --host «host» --user «user» --password «S» -q 'select 1'
shell/influx | PTI | sh | influx -host «host» -username «user» -password «S»
shell/kafka-cli | PS | dqraw | kafka-configs --alter --add-config 'SCRAM-SHA-512=[password=«S»]' --entity-name «user»
shell/rabbitmqctl | PS | sh | rabbitmqctl add_user «user» «S»
shell/rabbit-change | PS | sh | rabbitmqctl change_password «user» «S»
shell/mosquitto | PS | sh | mosquitto_pub -h «host» -u «user» -P «S» -t t -m x
shell/etcdctl-user | P | shbare | etcdctl --user root:«S» put k v
shell/elastic-curl | P | shbare | curl -k -u elastic:«S» https://localhost:9200/_cat/health
shell/minio-env | P | eol | MINIO_ROOT_PASSWORD=«S»
shell/cryptsetup | PS | sh | echo -n «S» | cryptsetup luksOpen /dev/sdb1 data -
shell/samba-tool | PS | sh | samba-tool user setpassword «user» --newpassword=«S»
shell/net-user | P | shbare | net user «user» «S» /add
shell/dsadd | P | shbare | dsadd user "cn=x" -pwd «S»
shell/jenkins-cli | T | shbare | java -jar jenkins-cli.jar -auth «user»:«S» list-jobs
shell/sonar | TI | bare | sonar-scanner -Dsonar.token=«S»
shell/sentry-cli | TI | bare | sentry-cli --auth-token «S» releases list
shell/slack-hook | TI | bare | SLACK_TOKEN=«S» ./notify.sh
shell/wp-cli | PS | sh | wp core install --admin_user=«user» --admin_password=«S» --url=acme.io
shell/occ | PS | sh | OC_PASS=«S» occ user:add --password-from-env «user»
shell/ipa | P | shbare | ipa-client-install -p admin -w «S» --domain acme.io
shell/realm | PS | sh | echo «S» | realm join -U «user» acme.io
# --- logs that hold command lines ---------------------------------------------------------------
authlog/sudo-mysql! | P | shbare | «syslogtime» «node» sudo:   «user» : TTY=«tty» ; PWD=/home/«user» ; USER=root ; COMMAND=/usr/bin/mysql -uroot -p«S»
authlog/sudo-useradd! | H | bare | «syslogtime» «node» sudo:   «user» : TTY=«tty» ; PWD=/root ; USER=root ; COMMAND=/usr/sbin/useradd -p «S» bob
authlog/sudo-env! | PT | shbare | «syslogtime» «node» sudo:   «user» : TTY=«tty» ; PWD=/srv ; USER=root ; ENV=«K_env»=«S» ; COMMAND=/opt/run.sh
authlog/sudo-flag! | PT | shbare | «syslogtime» «node» sudo[«pid»]:   «user» : TTY=«tty» ; PWD=/srv ; USER=root ; COMMAND=/usr/local/bin/«svc» --«K_kebab»=«S»
authlog/sudo-flag-blank! | PT | shbare | «syslogtime» «node» sudo:     «user» : TTY=«tty» ; PWD=/srv ; USER=root ; COMMAND=/usr/local/bin/«svc» --«K_kebab» «S» --now
authlog/sudo-docker! | PT | shbare | «syslogtime» «node» sudo:   «user» : TTY=«tty» ; PWD=/ ; USER=root ; COMMAND=/usr/bin/docker login -u ci -p «S» registry.acme.io
authlog/sudo-curl! | P | shbare | «syslogtime» «node» sudo:   «user» : TTY=«tty» ; PWD=/tmp ; USER=root ; COMMAND=/usr/bin/curl -u «user»:«S» https://nexus.acme.io/x.deb
authlog/sudo-mount! | P | shbare | «iso» «node» sudo: «user» : TTY=«tty» ; PWD=/ ; USER=root ; COMMAND=/usr/bin/mount -t cifs //«host»/d /mnt -o username=x,password=«S»
authlog/sudo-openssl! | P | shbare | «syslogtime» «node» sudo:   «user» : TTY=«tty» ; PWD=/etc/ssl ; USER=root ; COMMAND=/usr/bin/openssl rsa -in a.key -passin pass:«S»
authlog/sudo-escaped! | P | shbare | «syslogtime» «node» sudo:   «user» : TTY=«tty» ; PWD=/ ; USER=root ; COMMAND=/bin/sh -c echo «user»:«S» | chpasswd
authlog/password-as-user! | P | shbare | «syslogtime» «node» sshd[«pid»]: Received password "«S»" for user «user»
authlog/honeypot! | P | shbare | «iso» [HoneyPotSSHTransport,«int»,«ip»] login attempt [«user»/«S»] failed
authlog/pam-debug! | P | tostr | «syslogtime» «node» sshd[«pid»]: pam_auth(sshd:auth): got password [«S»]
authlog/audit-execve! | P | shbare | type=EXECVE msg=audit(«epoch».101:«int»): argc=3 a0="mysql" a1="-uroot" a2="-p«S»"
authlog/audit-execve-flag! | PT | shbare | type=EXECVE msg=audit(«epoch».101:«int»): argc=4 a0="«svc»" a1="--«K_kebab»" a2="«S»" a3="-v"
authlog/audit-proctitle! | P | hex | type=PROCTITLE msg=audit(«epoch».101:«int»): proctitle=6D7973716C002D75726F6F74002D70«S»
authlog/cron! | P | shbare | «syslogtime» «node» CRON[«pid»]: (root) CMD (mysqldump -ubackup -p«S» «db» | gzip > /backup/«db».gz)
authlog/cron-curl! | TI | bare | «syslogtime» «node» CRON[«pid»]: (www-data) CMD (curl -s https://acme.io/cron?token=«S» >/dev/null 2>&1)
authlog/snoopy! | P | shbare | «syslogtime» «node» snoopy[«pid»]: [uid:0 sid:«int» tty:/dev/pts/0 cwd:/root filename:/usr/bin/mysql]: mysql -u root -p«S»
authlog/bash-syslog! | PT | shbare | «syslogtime» «node» bash[«pid»]: HISTORY: PID=«pid» UID=0 export «K_env»=«S»
ps/aux | P | shbare | root     «pid»  0.0  0.1 «int» 3120 ?  Ss  «time»   0:00 mysqld_safe --user=mysql --password=«S»
ps/aux-env | PT | shbare | «user»   «pid»  1.2  3.4 java -D«K_dot»=«S» -jar /opt/app.jar
ps/ef-flag | PTI | shbare | app      «pid»     1  0 10:22 ?        00:00:02 ./«svc» --«K_kebab» «S»
ps/eww | PTI | shbare | «pid» ?  Ss 0:00 nginx: master PATH=/usr/bin «K_env»=«S» HOME=/root
ps/systemd-cgls | P | shbare | ├─«pid» /usr/bin/mongod --auth --keyPassword=«S»
ps/exec-start | PT | shbare | ExecStart=/usr/bin/«svc» --«K_kebab»=«S» (code=exited, status=1/FAILURE)
ps/top | P | shbare | «pid» root 20 0 redis-cli -h «host» -a «S»
ps/proc-environ | PT | shbare | LANG=C «K_env»=«S» TERM=xterm
ps/oom | P | shbare | Killed process «pid» (mysql) cmdline: mysql -h «host» -u app -p«S»
env/dump | PSTI | eol | «K_env»=«S»
env/printenv-many | PT | shbare | HOSTNAME=«node» «K_env»=«S» SHLVL=1 PATH=/usr/bin
env/declare | PST | dqraw | declare -x «K_env»="«S»"
env/json-map | PST | dq | env: {"HOSTNAME":"«node»","«K_env»":"«S»"}
env/docker-inspect | PSTI | dq | "Env": ["PATH=/usr/bin", "«K_env»=«S»"],
env/docker-inspect-line | PSTI | dq |                 "«K_env»=«S»",
env/go-environ | PT | tostr | environ=[PATH=/usr/bin HOME=/root «K_env»=«S»]
env/docker-inspect-cmd | P | dq | "Cmd": ["redis-server", "--requirepass", "«S»"],
env/docker-args | PT | dq | "Args": ["--«K_kebab»", "«S»", "--verbose"]
env/docker-args-eq | PT | dq | Args:["serve","--«K_kebab»=«S»"]
env/k8s-describe | PT | eol |       «K_env»:  «S»
env/k8s-describe-args | PT | shbare |       --«K_kebab»=«S»
env/k8s-last-applied | PST | dq | kubectl.kubernetes.io/last-applied-configuration: ⟪{"apiVersion":"v1","data":{},"stringData":{"«K_kebab»":"«S»"},"kind":"Secret"}⟫
env/k8s-env-json | PST | dq | {"env":[{"name":"PORT","value":"8080"},{"name":"«K_env»","value":"«S»"}]}
env/k8s-audit | PT | b64 | {"kind":"Event","verb":"create","requestObject":{"kind":"Secret","data":{"«K_kebab»":"«S»"}}}
env/compose-config | PST | yaml |     environment: «K_env»: «S»
env/systemd-environment | PST | dqraw | Environment="«K_env»=«S»"
env/phpinfo | PT | eol | $_SERVER['«K_env»'] => «S»
env/phpinfo-html | PST | xml | <tr><td class="e">$_ENV['«K_env»']</td><td class="v">«S»</td></tr>
env/lambda | PST | dq | "Environment":{"Variables":{"STAGE":"prod","«K_env»":"«S»"}}
env/ecs-task | PST | dq | "environment":[{"name":"«K_env»","value":"«S»"}]
env/tf-plan | PST | dq |       + «K_snake»   = "«S»"
env/tf-plan-change | PST | dq |       ~ «K_snake» = "«S»" -> (known after apply)
env/tf-output | PST | dq | «K_snake» = "«S»"
env/tf-state | PST | dq | "outputs": {"«K_snake»": {"value": "«S»", "type": "string"}}
env/ansible-debug | PST | dq | ok: [localhost] => { "msg": "«K_snake» is «S»" }
env/ansible-item | PST | repr | changed: [db1] => (item={'name': '«user»', 'password': «S»})
env/cloud-init | PS | yaml | chpasswd: {list: "«user»:x", expire: false}, password: «S»
env/puppet | PST | sq | Notice: /Stage[main]/App/Mysql_user['app']/password: defined '«K_snake»' as '«S»'
env/chef | PST | dq | node["app"]["«K_snake»"] = "«S»"
env/aws-debug | W | sq | botocore.credentials - DEBUG - {'AccessKeyId': 'x', 'SecretAccessKey': '«S»', 'Token': None}
env/aws-debug-headers | D | bare | b'X-Amz-Security-Token': b'«S»'
env/gha-env | PTI | eol |   «K_env»: «S»
env/gha-with | PTI | eol |   «K_kebab»: «S»
env/gitlab-ci | PST | sh | $ export «K_env»=«S»
env/jenkins-with | PTI | shbare | + docker login -u «user» -p «S» registry.acme.io
env/set-output | TI | bare | ::set-output name=token::«S»
env/add-mask | PTI | bare | ::add-mask::«S»
env/circle | PST | dqraw | echo 'export «K_env»="«S»"' >> $BASH_ENV
env/travis | TI | shbare | Setting environment variables from repository settings $ export «K_env»=«S»
# --- dialogues -----------------------------------------------------------------------------------
dialog/smtp-auth-plain | B | bare | C: AUTH PLAIN «S»
dialog/smtp-auth-login | P | b64 | 334 UGFzc3dvcmQ6 >> «S»
dialog/smtp-pass | P | bare | SMTP auth user=«email» pass=«S» host=smtp.acme.io
dialog/phpmailer | B | bare | CLIENT -> SERVER: AUTH PLAIN «S»
dialog/imap-login | P | shbare | a1 LOGIN «email» «S»
dialog/imap-quoted | PS | dqraw | . LOGIN "«user»" "«S»"
dialog/pop3 | P | eol | PASS «S»
dialog/ftp! | P | eol | «day» «time» [«pid»] «ip» "PASS «S»"
dialog/irc | P | eol | PRIVMSG NickServ :IDENTIFY «S»
dialog/telnet | P | eol | Password: «S»
dialog/ldap-bind | P | tostr | BindRequest(version=3, dn=cn=admin, password=«S»)
dialog/ldap-simple | PS | dqraw | ldap_simple_bind(ld, "cn=admin,dc=acme", "«S»")
dialog/radius | PS | dqraw | (0)   User-Password = "«S»"
dialog/radius-secret | P | bare | client 10.0.0.1 { secret = «S» }
dialog/freeradius-cleartext | PS | dqraw | «user» Cleartext-Password := "«S»"
dialog/snmp-conf | P | bare | rocommunity «S» 10.0.0.0/8
dialog/cisco | P | bare | username «user» privilege 15 secret 0 «S»
dialog/cisco-enable | P | eol | enable password «S»
dialog/juniper | P | dqraw | set system root-authentication plain-text-password-value "«S»"
dialog/wifi | PS | dqraw | wlan0: associating ssid="office" psk="«S»"
dialog/vpn-psk | PS | dqraw | : PSK "«S»"
dialog/wireguard | D | bare | PrivateKey = «S»
dialog/saml-form | P | form | POST /adfs/ls UserName=«user»&Password=«S»&AuthMethod=FormsAuthentication
dialog/websocket-frame | PS | dq | ws recv: {"type":"auth","login":"«user»","password":"«S»"}
dialog/grpc-metadata | TJ | tostr | grpc metadata: map[authorization:[Bearer «S»] user-agent:[grpc-go/1.60.0]]
dialog/graphql-var | J | dq | variables={"token":"«S»"}
dialog/kafka-connect | P | dq | {"connector.class":"JdbcSource","connection.user":"«user»","connection.password":"«S»"}
dialog/mqtt-connect | P | tostr | Received CONNECT from «ip» as dev1 (u='«user»', p='«S»')
dialog/stomp | P | eol | passcode:«S»
dialog/bot-login | T | bare | Logged in with token «S»
# --- colours -------------------------------------------------------------------------------------
ansi/name | PTIJ | bare | ␛[36m«K_snake»=␛[0m«S»
ansi/value | PTI | bare | «K_snake»=␛[33m«S»␛[0m
ansi/both | PTI | bare | ␛[1;34m«K_camel»␛[0m: ␛[32m«S»␛[0m
ansi/both-tight | PT | bare | ␛[36m«K_snake»␛[39m=␛[90m«S»␛[39m
ansi/quoted | PST | dq | ␛[34m"«K_camel»"␛[39m: ␛[32m"«S»"␛[39m,
ansi/equals | PT | bare | ␛[2m«K_snake»␛[0m␛[2m=␛[0m«S» ␛[2mhost␛[0m␛[2m=␛[0m«host»
ansi/node | PST | sq | { user: ␛[32m'«user»'␛[39m, «K_camel»: ␛[32m'«S»'␛[39m }
ansi/console-zerolog | PT | bare | ␛[90m10:22AM␛[0m ␛[32mINF␛[0m connecting ␛[36m«K_snake»=␛[0m«S» ␛[36mhost=␛[0m«host»
ansi/bearer | TIJ | bare | ␛[35mAuthorization␛[0m: ␛[37mBearer «S»␛[0m
ansi/256 | PT | bare | ␛[38;5;244m«K_kebab»␛[0m: ␛[38;5;180m«S»␛[0m
ansi/truecolour | PT | bare | ␛[38;2;97;214;214m«K_snake»␛[0m = ␛[38;2;240;200;10m«S»␛[0m
ansi/yaml | PST | yaml | ␛[94m«K_camel»␛[0m: ␛[32m«S»␛[0m
ansi/escaped | PT | bare | \u001b[36m«K_snake»=\u001b[0m«S»
ansi/url | P | urlraw | ␛[4mpostgres://«user»:«S»@«host»/«db»␛[24m
ansi/flag | PT | shbare | ␛[1m$ ␛[22m«svc» ␛[33m--«K_kebab»␛[0m «S»
ansi/erase | PT | bare | ␛[2K␛[1G«K_snake»: «S»
# --- other languages -------------------------------------------------------------------------------
lang/de-passwort | PS | sq | Anmeldung mit Passwort '«S»' fehlgeschlagen
lang/de-colon | P | bare | Passwort: «S»
lang/de-kennwort | P | bare | Benutzer=«user» Kennwort=«S»
lang/de-ist | P | bare | Ihr neues Passwort lautet «S»
lang/de-json | PS | dq | {"benutzer":"«user»","passwort":"«S»"}
lang/de-compound | P | bare | DatenbankPasswort=«S»
lang/de-env | P | eol | ADMIN_KENNWORT=«S»
lang/de-zugang | P | bare | Zugangsdaten: Benutzername «user», Kennwort «S»
lang/fr-mdp | P | bare | mdp=«S»
lang/fr-mot-de-passe | P | bare | mot de passe : «S»
lang/fr-json | PS | dq | {"utilisateur":"«user»","motDePasse":"«S»"}
lang/fr-env | P | eol | MOT_DE_PASSE=«S»
lang/fr-est | P | bare | Votre mot de passe est «S»
lang/es-contrasena | P | bare | contraseña: «S»
lang/es-ascii | P | bare | contrasena=«S»
lang/es-clave | PS | sq | usuario='«user»' clave='«S»'
lang/es-json | PS | dq | {"usuario":"«user»","contraseña":"«S»"}
lang/es-es | P | bare | La contraseña es «S»
lang/pt-senha | P | bare | senha=«S»
lang/pt-json | PS | dq | {"usuario":"«user»","senha":"«S»"}
lang/pt-env | P | eol | SENHA_BANCO=«S»
lang/pt-palavra | P | bare | palavra-passe: «S»
lang/it-parola | P | bare | utente=«user» parola_chiave=«S»
lang/it-chiave | T | dq | chiave_api: "«S»"
lang/zh-mima | P | bare | 密码：«S»
lang/zh-ascii-colon | P | bare | 用户名: «user» 密码: «S»
lang/zh-json | PS | dq | {"用户":"«user»","密码":"«S»"}
lang/zh-wei | P | bare | 密码为 «S»
lang/zh-kouling | P | bare | 口令=«S»
lang/zh-trad | P | bare | 密碼: «S»
lang/zh-miyao | T | bare | 密钥: «S»
lang/ja-katakana | P | bare | パスワード: «S»
lang/ja-fullwidth | P | bare | パスワード：«S»
lang/ja-json | PS | dq | {"ユーザー":"«user»","パスワード":"«S»"}
lang/ja-ha | P | bare | パスワードは «S» です
lang/ru-parol | P | bare | пароль: «S»
lang/ru-equals | P | bare | Логин=«user» Пароль=«S»
lang/ru-json | PS | dq | {"логин":"«user»","пароль":"«S»"}
lang/ru-prose | PS | dq | неверный пароль "«S»" для пользователя «user»
lang/nl | P | bare | wachtwoord=«S»
lang/pl | P | bare | hasło: «S»
lang/sv | P | bare | lösenord=«S»
lang/tr | P | bare | şifre: «S»
lang/ko | P | bare | 비밀번호: «S»
# --- private keys ------------------------------------------------------------------------------
pem/lines | M | line | loaded key⏎«S»
pem/bare | M | line | «S»
pem/json | M | nl | {"key":"«S»\n"}
pem/json-private-key | M | nl | {"type":"service_account","private_key":"«S»\n","client_email":"x@acme.iam"}
pem/env | M | nl | PRIVATE_KEY="«S»"
pem/env-escaped | M | nl | SSH_KEY=«S»\n
pem/python-repr | M | nl | {'private_key': '«S»\n', 'id': «int»}
pem/blanks | M | blanks | key: «S»
pem/yaml-block | M | line | tls.key: |⏎«S»
pem/in-error | M | nl | error parsing key "«S»\n": asn1: structure error
pem/cat | M | line | $ cat ~/.ssh/id_rsa⏎«S»
pem/hcl-heredoc | M | line | private_key = <<EOF⏎«S»⏎EOF
pem/with-cert | M | line | -----BEGIN CERTIFICATE-----⏎«b64_48»⏎-----END CERTIFICATE-----⏎«S»
pem/escaped-json | M | nl | body="⟪{"ssh_key":"«S»\n"}⟫"
# --- etcd and other endpoints -------------------------------------------------------------------
etcd/servers-flag | E | bare | kube-apiserver --etcd-servers=https://«S»
etcd/servers-list | E | bare | --etcd-servers=https://«S»«T:,»«T:https://»«N»«T:,»«T:https://»«N»
etcd/flag-dump | E | dq | FLAG: --etcd-servers="[https://«S»]"
etcd/flag-dump-list | E | dq | FLAG: --etcd-servers="[https://«S»«T:,https://»«N»]"
etcd/etcdctl | E | bare | etcdctl --endpoints=https://«S»«T:,https://»«N» --cacert ca.crt member list
etcd/etcdctl-bare | E | bare | etcdctl --endpoints «S»«T:,»«N» get / --prefix --keys-only
etcd/etcdctl-quoted | E | bare | etcdctl --endpoints="«S»" endpoint health
etcd/env | E | bare | ETCDCTL_ENDPOINTS=https://«S»«T:,https://»«N»
etcd/env-endpoints | E | bare | ETCD_ENDPOINTS=http://«S»
etcd/advertise | E | bare | ETCD_ADVERTISE_CLIENT_URLS=https://«S»
etcd/listen-peer | E | bare | ETCD_LISTEN_PEER_URLS="https://«S»"
etcd/initial-cluster | E | bare | --initial-cluster=infra0=https://«S»«T:,infra1=https://»«N»«T:,infra2=https://»«N»
etcd/initial-cluster-env | E | bare | ETCD_INITIAL_CLUSTER="n1=https://«S»«T:,n2=https://»«N»"
etcd/advertise-flag | E | bare | --advertise-client-urls https://«S» --listen-client-urls https://«N»
etcd/advertise-eq | E | bare | etcd --name n1 --initial-advertise-peer-urls=https://«S»
etcd/yaml-list | E | bare | etcd: endpoints: - https://«S»
etcd/yaml-inline | E | bare | etcd: { endpoints: ["https://«S»"«T:, »"«T:https://»«N»"] }
etcd/json | E | dq | {"etcd":{"endpoints":["https://«S»","https://«N»"]}}
etcd/json-flat | E | dq | {"etcd_endpoints":"«S»«T:,»«N»"}
etcd/json-hosts | E | dq | "etcdHosts":["«S»","«N»"]
etcd/log-zap | E | dq | {"level":"info","ts":"«iso»","caller":"embed/etcd.go:127","msg":"configuring client listeners","listen-client-urls":["https://«S»"]}
etcd/log-members | E | dq | {"level":"info","msg":"added member","cluster-id":"«hex16»","added-peer-peer-urls":["https://«S»"]}
etcd/log-client | E | dq | {"level":"warn","logger":"etcd-client","msg":"retrying of unary invoker failed","target":"etcd-endpoints://0xc000«hex6»/«S»","attempt":0}
etcd/member-list | E | bare | «hex16», started, infra0, https://«S», https://«N», false
etcd/endpoint-health | E | bare | https://«S» is healthy: successfully committed proposal: took = 8.2ms
etcd/endpoint-status | E | bare | | https://«S» | «hex16» |   3.5.9 |   20 MB |      true |      false |         5 |
etcd/dial-error | E | dq | failed to connect to etcd: dial tcp «S»: connect: connection refused
etcd/transport-error | E | dq | grpc: addrConn.createTransport failed to connect to {Addr: "«S»", ServerName: "etcd-0"}
etcd/patroni | E | bare | etcd3: hosts: «S»«T:,»«N»
etcd/patroni-prose | E | bare | Selected new etcd server http://«S»
etcd/calico | E | bare | FELIX_ETCDENDPOINTS=https://«S»
etcd/flannel | E | bare | flanneld -etcd-endpoints=http://«S» -etcd-prefix=/coreos.com/network
etcd/properties | E | bare | etcd.endpoints=«S»«T:,»«N»
etcd/toml | E | bare | etcd_endpoints = ["«S»"]
etcd/apisix | E | bare | etcd: host: - "http://«S»" prefix: "/apisix"
etcd/go-struct | E | bare | EtcdConfig:{ServerList:[https://«S»] KeyFile:x}
etcd/go-client | E | bare | clientv3.Config{Endpoints: []string{"«S»"}, DialTimeout: 5s}
etcd/milvus | E | bare | ETCD_ENDPOINTS=«S»
etcd/prose | E | bare | connecting to etcd at «S»
etcd/prose-lists | E | bare | using etcd endpoints: [https://«S» https://«N»]
etcd/escaped-json | E | bare | config="⟪{"etcd":{"endpoints":["https://«S»"]}}⟫"
etcd/discovery-srv | E | bare | resolved peer https://«S» from SRV record _etcd-server-ssl._tcp.acme.io
etcd/sudo! | E | bare | «syslogtime» «node» sudo:   «user» : TTY=«tty» ; PWD=/root ; USER=root ; COMMAND=/usr/bin/etcdctl --endpoints=https://«S» get /
etcd/docker-args | E | dq | "Args": ["--etcd-servers=https://«S»"]
etcd/k8s-command | E | bare |     - --etcd-servers=https://«S»
# --- paths of key files --------------------------------------------------------------------------
keypath/key-file | F | shbare | etcd --cert-file=/etc/etcd/server.crt --key-file=«S»
keypath/key-file-blank | F | shbare | --key-file «S» --trusted-ca-file ca.crt
keypath/peer-key-file | F | shbare | etcd --peer-key-file=«S» --peer-client-cert-auth
keypath/etcd-keyfile | F | shbare | kube-apiserver --etcd-keyfile=«S»
keypath/tls-private | F | shbare | FLAG: --tls-private-key-file="«S»"
keypath/service-account | F | shbare | --service-account-signing-key-file=«S»
keypath/kubelet-key | F | shbare | --kubelet-client-key=«S»
keypath/etcdctl-key | F | shbare | etcdctl --cert=client.crt --key=«S» member list
keypath/etcdctl-env | F | shbare | ETCDCTL_KEY=«S»
keypath/etcd-env | F | shbare | ETCD_KEY_FILE=«S»
keypath/nginx | F | shbare | ssl_certificate_key «S»;
keypath/nginx-error | F | dqraw | cannot load certificate key "«S»": BIO_new_file() failed (SSL: error:02001002)
keypath/apache | F | shbare | SSLCertificateKeyFile «S»
keypath/apache-colon | F | shbare | AH02561: Failed to configure certificate; SSLCertificateKeyFile: file '«S»' does not exist or is empty
keypath/ssh-i | F | shbare | ssh -i «S» «user»@«host»
keypath/scp-i | F | shbare | scp -i «S» app.tar «user»@«host»:/tmp
keypath/rsync-e | F | shbare | rsync -e "ssh -i «S»" -a . «user»@«host»:/srv
keypath/git-ssh | F | shbare | GIT_SSH_COMMAND="ssh -i «S» -o IdentitiesOnly=yes" git pull
keypath/identity-file | F | shbare | debug1: identity file «S» type 0
keypath/offering | F | shbare | debug1: Offering public key: «S» RSA SHA256:«b64nopad_32» explicit
keypath/ssh-config | F | shbare |   IdentityFile «S»
keypath/permissions | F | sq | Permissions 0644 for '«S»' are too open.
keypath/load-key | F | dqraw | Load key "«S»": invalid format
keypath/ssh-add | F | shbare | Identity added: «S» (ci@build)
keypath/ssh-keygen | F | shbare | Your identification has been saved in «S»
keypath/ansible | F | shbare | ansible_ssh_private_key_file=«S»
keypath/ansible-flag | F | shbare | ansible-playbook -i hosts --private-key «S» site.yml
keypath/terraform | F | dqraw | private_key = file("«S»")
keypath/curl-key | F | shbare | curl --cert c.crt --key «S» https://api.acme.io
keypath/openssl-in | F | shbare | openssl rsa -in «S» -check
keypath/openssl-inkey | F | shbare | openssl pkcs12 -export -inkey «S» -in c.crt -out c.p12
keypath/docker-tls | F | shbare | dockerd --tlsverify --tlskey=«S»
keypath/yaml-key-file | F | shbare | tls: cert_file: /etc/c.crt key_file: «S»
keypath/yaml-keyfile | F | shbare | keyFile: «S»
keypath/json-key | F | dq | {"tls":{"certFile":"/etc/c.crt","keyFile":"«S»"}}
keypath/json-client-key | F | dq | {"client-certificate":"c.crt","client-key":"«S»"}
keypath/kubeconfig | F | shbare |     client-key: «S»
keypath/postgres | F | sq | ssl_key_file = '«S»'
keypath/pg-error | F | dqraw | FATAL:  private key file "«S»" has group or world access
keypath/mysql | F | shbare | ssl-key=«S»
keypath/redis | F | shbare | tls-key-file «S»
keypath/vault | F | dqraw | tls_key_file = "«S»"
keypath/haproxy | F | shbare | bind *:443 ssl crt /etc/haproxy/site.pem key «S»
keypath/openvpn | F | shbare | OPTIONS IMPORT: key «S»
keypath/env | F | shbare | TLS_KEY_PATH=«S»
keypath/env-private | F | shbare | SSH_PRIVATE_KEY_FILE=«S»
keypath/no-such-file | F | shbare | tls: failed to load private key: open «S»: no such file or directory
keypath/go-struct | F | tostr | TLSInfo:{CertFile:/etc/c.crt KeyFile:«S» TrustedCAFile:/etc/ca.crt}
keypath/etcd-zap | F | dq | {"level":"info","msg":"starting with peer TLS","tls-info":"cert = /etc/c.crt, key = «S», client-cert=, trusted-ca = /etc/ca.crt"}
keypath/python-requests | F | sq | requests.get(url, cert=('/etc/c.crt', '«S»'))
keypath/paramiko | F | sq | connect(hostname='«host»', key_filename='«S»')
keypath/gcp-creds | F | shbare | using private key «S» for «email»
keypath/sudo! | F | shbare | «syslogtime» «node» sudo:   «user» : TTY=«tty» ; PWD=/root ; USER=root ; COMMAND=/usr/bin/cat «S»
keypath/cp | F | shbare | cp «S» /backup/
keypath/keystore-jvm | G | asis | -Djavax.net.ssl.keyStore=«S»
keypath/keystore-kafka | G | asis | ssl.keystore.location = «S»
keypath/keystore-spring | G | asis | server.ssl.key-store=«S»
keypath/keystore-yaml | G | asis | key-store: «S»
keypath/keystore-tomcat | G | dqraw | <Connector port="8443" keystoreFile="«S»" keystorePass="" />
keypath/keytool | G | asis | keytool -list -keystore «S»
keypath/keystore-error | G | asis | java.io.FileNotFoundException: keystore «S» (No such file or directory)
"""
