# shellcheck shell=sh
# The part of compose.sh that goes through the commands of the guides, as they are printed there but for
# the terminal that there is none of (-T). Sourced by it, with the composition running.

random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }

say "The guide's commands at the database"
docker-compose exec -T db psql -U qr_menu_user -d qr_menu_db -c "SELECT COUNT(*) FROM restaurants;"
# What is kept, and how; the worker writes nothing while nobody orders. Each dump has a key of its own.
kept() {
  docker-compose exec -T db pg_dump -U qr_menu_user -d qr_menu_db | grep -vE '^\\(un)?restrict ' | sha256sum
}
before=$(kept)
for _ in 1 2; do
  docker-compose exec -T db psql -v ON_ERROR_STOP=1 -q -U qr_menu_user -d qr_menu_db < infra/init.sql
done
[ "$(kept)" = "$before" ] || fail "init.sql changed something"
echo "infra/init.sql, twice: schema and data are byte for byte what they were"
docker-compose run --rm -T migrate node infra/run/audit.ts
ask "CREATE EXTENSION pg_stat_statements" > /dev/null
for file in infra/deploy/sql/*.sql; do
  docker-compose exec -T db psql -v ON_ERROR_STOP=1 -q -U qr_menu_user -d qr_menu_db < "$file" > /dev/null
  echo "$file"
done

for _ in 1 2; do
  docker-compose exec -T db psql -v ON_ERROR_STOP=1 -q -U qr_menu_user -d qr_menu_db < infra/deploy/pgbouncer/login.sql
done
# Without a terminal psql reads the two lines that it asks for from its input.
give_password() { # PASSWORD \password…
  printf '%s\n%s\n' "$1" "$1" |
    docker-compose exec -T db psql -U qr_menu_user -d qr_menu_db -c "$2" > /dev/null 2>&1
}
give_password "$(random)" '\password tureen_pooled'
docker-compose exec -T db psql -U qr_menu_user -d qr_menu_db -At \
  -c "SELECT format('\"%s\" \"%s\"', rolname, rolpassword) FROM pg_authid WHERE rolname = 'tureen_pooled'" > userlist.txt
grep -oE '^"tureen_pooled" "SCRAM-SHA-256\$' userlist.txt

say "The list of packages and licences"
# shellcheck disable=SC2016 # It is for Node to expand.
podman run --rm localhost/tureen-app node -p \
  'require("/app/sbom.cdx.json").components.map((c) => `${c.name} ${c.version} ${c.licenses?.map((l) => l.license?.id ?? l.expression)}`).join("\n")' > licences.txt
grep -E '^(yjs|zod) ' licences.txt
[ "$(grep -c undefined licences.txt)" = 0 ] || fail "a package has no licence"

say "The guide's menu import"
docker-compose run --rm -T migrate node persistence/src/menu/import/main.ts /dev/stdin --tables 20 < my-menu.json > import.log
head -n 3 import.log
[ "$(ask "SELECT COUNT(*) FROM restaurants;")" = 2 ] || fail "the menu was not imported"

say "A backup in the tools' image, and a restore of it over the database"
tureen() {
  docker-compose --file docker-compose.yml --file override.yml --file infra/deploy/backup/docker-compose.backup.yml "$@"
}
tureen up --detach --no-build > up.log 2>&1 || { cat up.log >&2; fail "the backup service did not start"; }
tureen exec -T backup infra/deploy/backup/backup.sh
tureen exec -T backup ls -l /backups
# A trial lacks an address with TLS. That is all that the checklist may miss.
tureen run --rm doctor > doctor.log 2> /dev/null || true
grep '^fail' doctor.log
[ "$(grep -c '^fail' doctor.log)" = 1 ] || fail "the checklist misses more than that"
grep '^ok .*newest backup' doctor.log
orders=$(ask "SELECT COUNT(*) FROM orders;")
tureen stop web server worker backup > stop.log 2>&1
if tureen run --rm backup infra/deploy/backup/restore.sh /backups > refused.log 2>&1; then
  fail "it was restored over a database that held something"
fi
grep database-not-empty refused.log
tureen run --rm backup infra/deploy/backup/restore.sh --replace /backups
tureen up --detach --no-build > up.log 2>&1 || { cat up.log >&2; fail "it did not start after the restore"; }
healthy server worker web
[ "$(ask "SELECT COUNT(*) FROM orders;")" = "$orders" ] || fail "orders are missing after the restore"
drive drive
tureen rm --stop --force backup > /dev/null 2>&1

say "New passwords, the owner's and the application's"
new=$(random)
give_password "$new" '\password'
if docker-compose run --rm -T migrate > refused.log 2>&1; then fail "the old password still opens the database"; fi
grep 'password authentication failed' refused.log
sed -i "s/^POSTGRES_PASSWORD=.*/POSTGRES_PASSWORD=$new/
  s,^APP_DATABASE_URL=.*,APP_DATABASE_URL=postgresql://qr_menu_app:new-$new@db:5432/qr_menu_db," .env
up
healthy server worker web
[ "$(podman inspect --format '{{.State.ExitCode}}' "$(docker-compose ps --all --quiet migrate)")" = 0 ] ||
  fail "migrate does not get in with the new password"
drive drive

say "Two servers"
# As the guide says: two cannot have one port of this machine.
# shellcheck disable=SC2016 # It stands like that in the file.
sed -i '/^      - "127.0.0.1:${SERVER_PORT:-5000}:5000"$/d' docker-compose.yml
sed -i '/^  server: /,/^  server-beside:$/{/^    ports:$/d}' docker-compose.yml
up --scale server=2
healthy server web
servers=
for container in $(docker-compose ps --quiet server); do
  address=$(podman inspect --format '{{.NetworkSettings.Networks.tureen_front.IPAddress}}' "$container")
  servers="$servers http://$address:5000"
done
drive two-servers "$servers"
up --scale server=1
