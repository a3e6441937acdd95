#!/bin/sh
# The part of run.sh in namespaces of its own: starts the composition and puts it to use.
#   compose.sh CHECKOUT FOLDER
set -eu
checkout=$1
here=$checkout/infra/deploy/docker/check
cd "$2"
say() { printf '\n== %s\n' "$1"; }
fail() { echo "$1" >&2; docker-compose logs --no-color --tail 20 >&2 || true; exit 1; }

ip link set lo up
# crun takes only one of the two hierarchies.
umount /sys/fs/cgroup/unified 2> /dev/null || true
mount -t tmpfs tmpfs /run
export DOCKER_HOST="unix:///run/podman.sock"
podman system service --time=0 "$DOCKER_HOST" > service.log 2>&1 &
until [ -S /run/podman.sock ]; do sleep 0.2; done
podman rm --all --force > /dev/null 2>&1
podman volume prune --force > /dev/null
# Podman leaves the times of health checks to systemd, which is not here.
while sleep 1; do
  for container in $(podman ps --quiet); do podman healthcheck run "$container" || true; done
done > /dev/null 2>&1 &

# Not more than this machine may give.
most() { prlimit --noheadings --output=HARD "$1" | sed 's/unlimited/65536/'; }
# Nor sooner than it may have: health is asked for every second here, without a start_period.
patient="healthcheck: { retries: 120 }"
limits="{ ulimits: { nofile: $(most --nofile), nproc: $(most --nproc) }, $patient }"
{
  printf 'services:\n  server: %s\n  server-beside: %s\n  web: %s\n' "$limits" "$limits" "$limits"
  printf '  %s: { '"$patient"' }\n' db redis worker
} > override.yml
export COMPOSE_FILE=docker-compose.yml:override.yml COMPOSE_PROJECT_NAME=tureen
export POSTGRES_IMAGE=localhost/stand-in-postgres REDIS_IMAGE=localhost/stand-in-redis

say "Each composition is well-formed, alone and on top of the first"
docker-compose config --quiet
for added in docker-compose.dev.yml infra/deploy/*/docker-compose.*.yml; do
  echo "$added"
  GRAFANA_PASSWORD=any docker-compose --file docker-compose.yml --file "$added" config --quiet
done

say "Placeholders are refused before anything is made"
sed 's/^JWT_SECRET=$/JWT_SECRET=change-me-jwt-secret-of-thirty-two-characters/' infra/.env.example > .env
if docker-compose up --detach --no-build > up.log 2>&1; then fail "it started with placeholders"; fi
docker-compose logs --no-color settings | grep placeholder
[ -z "$(docker-compose ps --quiet db)" ] || fail "the database was started"
docker-compose down --volumes > /dev/null 2>&1

say "With the example as it is everything starts, with secrets of its own, and gets healthy"
cp infra/.env.example .env
# shellcheck disable=SC2120 # One part of guide.sh gives an option.
up() { # [OPTIONS]
  docker-compose up --detach --no-build "$@" > up.log 2>&1 || { cat up.log >&2; fail "it did not start"; }
}
healthy() { # SERVICE…
  for service; do
    for container in $(docker-compose ps --quiet "$service"); do
      tries=0
      until [ "$(podman inspect --format '{{.State.Health.Status}}' "$container")" = healthy ]; do
        tries=$((tries + 1))
        [ $tries -lt 180 ] || fail "$service did not get healthy"
        sleep 1
      done
    done
  done
}
ask() { docker-compose exec -T db psql -At -U qr_menu_user -d qr_menu_db -c "$1"; } # SQL
# shellcheck disable=SC2119
up
healthy server worker web
docker-compose ps
docker-compose logs --no-color settings | grep "POSTGRES_PASSWORD, APP_DATABASE_URL, JWT_SECRET"
kept_secret() { docker-compose run --rm -T settings cat "/secrets/$1" 2> /dev/null; } # VOLUME/NAME
[ "$(ask "SELECT COUNT(*) FROM restaurants;")" = 1 ] || fail "there is no restaurant in the database"

say "The main job, through the web service"
docker-compose logs --no-color migrate > migrate.log
drive() { # PROGRAM [ARGUMENTS]
  # shellcheck disable=SC2086 # The arguments are meant to be several.
  (cd "$checkout" && node_modules/.bin/node "infra/deploy/docker/check/$1.ts" http://127.0.0.1:3000 ${2:-}) < migrate.log
}
drive drive
curl --fail --silent --show-error http://127.0.0.1:5000/health > /dev/null

say "Nobody is root, nothing can be written, and the application may not change orders"
for service in db redis server worker web; do
  uid=$(docker-compose exec -T $service id -u)
  [ "$uid" != 0 ] || fail "$service runs as root"
  if docker-compose exec -T $service sh -c 'echo x > /etc/x' 2> /dev/null; then fail "$service can write"; fi
  echo "$service: user $uid, read-only"
done
app=$(kept_secret app/DATABASE_URL)
if docker-compose exec -T db psql "$app" -c 'TRUNCATE orders' > denied.log 2>&1; then
  fail "the application's login removed orders"
fi
grep "permission denied" denied.log

say "A killed server comes back by itself"
kill -KILL "$(podman inspect --format '{{.State.Pid}}' "$(docker-compose ps --quiet server)")"
tries=0
until curl --fail --silent http://127.0.0.1:3000/health > /dev/null; do
  tries=$((tries + 1))
  [ $tries -lt 60 ] || fail "the server did not come back"
  sleep 1
done

# shellcheck source-path=SCRIPTDIR source=evening.sh
. "$here/evening.sh"
# shellcheck source-path=SCRIPTDIR source=guide.sh
. "$here/guide.sh"
# shellcheck source-path=SCRIPTDIR source=attacks.sh
. "$here/attacks.sh"

say "Everything stops when asked to, in time and cleanly"
docker-compose stop > stop.log 2>&1
for service in db redis server worker web; do
  code=$(podman inspect --format '{{.State.ExitCode}}' "$(docker-compose ps --all --quiet $service)")
  echo "$service: $code"
  [ "$code" = 0 ] || [ "$service$code" = redis143 ] || fail "$service did not end by itself"
done

say "Started again, with what was there"
# shellcheck disable=SC2119
up
[ "$(ask "SELECT COUNT(*) FROM restaurants;")" = 2 ] || fail "the restaurants are gone"
ask "SELECT COUNT(*) || ' orders' FROM orders;"

say "Only the database in a container, as LOCAL_DEV.md has it"
docker-compose down > /dev/null 2>&1
docker-compose run --rm -T settings > /dev/null 2>&1
docker-compose --file docker-compose.yml --file docker-compose.dev.yml up --detach --no-deps db > up.log 2>&1 ||
  { cat up.log >&2; fail "the database did not start"; }
healthy db
(
  DATABASE_URL="$(kept_secret owner/DATABASE_URL | sed 's/@db:/@localhost:/')"
  export DATABASE_URL
  cd "$checkout" && node_modules/.bin/node infra/run/audit.ts
)
docker-compose down --volumes > /dev/null 2>&1
