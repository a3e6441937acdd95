# shellcheck shell=sh
# The part of compose.sh that brings the running composition to another release and back with upgrade.sh,
# with phones at a table all the while. Sourced by it. The other release is this one with the live
# protocol moved on, as a change of the document would move it.

say "An upgrade and back, with phones at a table"
container=$(buildah from localhost/tureen-app:latest)
mount=$(buildah mount "$container")
sed -i 's/^export const PROTOCOL_VERSION = /export const PROTOCOL_VERSION = 1 + /' \
  "$mount/app/shared/src/platform/protocol/version.ts"
buildah umount "$container" > /dev/null
buildah commit --quiet --format docker --rm "$container" localhost/tureen-app:next > /dev/null
podman tag localhost/tureen-web:latest localhost/tureen-web:next

mkfifo evening
(cd "$checkout" && exec node_modules/.bin/node infra/deploy/docker/check/upgrade-evening.ts \
  "$OLDPWD/migrate.log" http://127.0.0.1:3000) < evening > evening.log 2>&1 &
phones=$!
exec 9> evening
tries=0
until grep -q ready evening.log; do
  tries=$((tries + 1))
  [ $tries -lt 120 ] || { cat evening.log >&2; fail "the phones did not get to their table"; }
  sleep 1
done
if DOCKER=podman sh infra/deploy/docker/upgrade.sh missing > refused.log 2>&1; then
  fail "an upgrade to images that there are none of went through"
fi
for step in next "--back latest"; do
  # shellcheck disable=SC2086 # The option and the version are two arguments.
  DOCKER=podman sh infra/deploy/docker/upgrade.sh $step > upgrade.log 2>&1 ||
    { cat upgrade.log >&2; fail "upgrade.sh $step"; }
  grep '^==' upgrade.log
  podman inspect --format '{{.ImageName}}' "$(docker-compose ps --quiet server)" "$(docker-compose ps --quiet worker)"
done
exec 9>&-
wait $phones || { cat evening.log >&2; fail "the phones have lost something"; }
cat evening.log
grep '^TUREEN_VERSION=latest' .env
