#!/bin/sh
# Brings the running composition to another release while guests are at their tables, or back. From
# the folder of docker-compose.yml, with the images of that release built or pulled under its tag:
#
#   TUREEN_VERSION=0.2.0 docker-compose build
#   sh infra/deploy/docker/upgrade.sh 0.2.0           # forward: the schema first
#   sh infra/deploy/docker/upgrade.sh --back 0.1.0    # back: the schema stays, it only ever adds
#
# A server of the new release comes up beside the old one before that one is sent away; then the worker
# and the web server are replaced. It stops at the first thing that is wrong, and says how to go back.
# COMPOSE (docker-compose) and DOCKER (docker) name the programs.
set -eu
compose=${COMPOSE:-docker-compose}
docker=${DOCKER:-docker}
patience=${PATIENCE_SECONDS:-180}
forward=yes
if [ "${1:-}" = --back ]; then forward=; shift; fi
[ $# -eq 1 ] || { echo "usage: upgrade.sh [--back] VERSION" >&2; exit 1; }
[ -f docker-compose.yml ] && [ -f .env ] || { echo "There is no docker-compose.yml with an .env here." >&2; exit 1; }
to=$1
from=${TUREEN_VERSION:-$(sed -n 's/^TUREEN_VERSION=//p' .env)}
from=${from:-latest}
say() { echo "== $1"; }
for name in tureen-app tureen-web; do
  $docker image inspect "$name:$to" > /dev/null 2>&1 || { echo "There is no image $name:$to: build or pull it first." >&2; exit 1; }
done

# What a release speaks on the live connection, and the oldest phone that it serves: "6 1".
PROTOCOL='import("/app/shared/src/platform/protocol/version.ts").then(
  (m) => console.log(m.PROTOCOL_VERSION, m.OLDEST_CLIENT), () => console.log("0 0"))'
before=$($compose exec -T server node -e "$PROTOCOL")
export TUREEN_VERSION="$to"
after=$($compose run --rm -T --no-deps settings node -e "$PROTOCOL" 2> /dev/null)
say "From $from to $to; live protocol ${before% *} to ${after% *}"
if [ "${after#* }" -gt "${before% *}" ]; then
  echo "Phones that are open now will be asked to reload: $to serves none older than ${after#* }."
elif [ "${after% *}" -lt "${before% *}" ]; then
  echo "What phones of $from write that $to does not know is refused for now, kept, and sent again later."
fi

reached=
ended() {
  code=$?
  [ $code -ne 0 ] || return 0
  echo "It stopped: ${reached:-nothing was changed}." >&2
  [ -z "$reached" ] || echo "To go back: sh $0 --back $from" >&2
}
trap ended EXIT

healthy() { # SERVICE
  for container in $($compose --profile upgrade ps --quiet "$1"); do
    waited=0
    until [ "$($docker inspect --format '{{.State.Health.Status}}' "$container")" = healthy ]; do
      waited=$((waited + 1))
      if [ $waited -gt "$patience" ]; then
        $docker logs --tail 20 "$container" >&2
        echo "$1 did not get healthy within $patience s" >&2
        return 1
      fi
      sleep 1
    done
  done
}
replace() { # SERVICE
  $compose up --detach --no-deps --no-build "$1"
  healthy "$1"
  reached="$reached, $1"
}

if [ -n "$forward" ]; then
  say "Settings, by the rules of $to"
  $compose run --rm -T --no-deps settings
  say "The schema, which the servers of $from go on with"
  $compose run --rm -T --no-deps migrate
  reached="the schema is of $to"
fi

say "A server of $to beside the one that serves"
reached="${reached:+$reached; }server-beside runs $to"
$compose --profile upgrade up --detach --no-deps --no-build server-beside
healthy server-beside

say "The server of $from sends its phones away and is replaced"
replace server
say "The one beside has done its part"
$compose --profile upgrade rm --stop --force server-beside
say "The worker"
replace worker
say "The web server; phones come back to it by themselves"
replace web

# Otherwise the next start of the composition would go back.
if grep -q '^#*TUREEN_VERSION=' .env; then
  sed "s/^#*TUREEN_VERSION=.*/TUREEN_VERSION=$to/" .env > .env.new
else
  { cat .env; echo "TUREEN_VERSION=$to"; } > .env.new
fi
cat .env.new > .env
rm .env.new
say "All of it is $to, and .env says so"
