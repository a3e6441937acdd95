# shellcheck shell=sh
# The part of compose.sh that does what operators do wrong: each has to end with a sentence that says what
# it was, and with everything as before. Sourced by it, after guide.sh.

refused() { # SENTENCE COMMAND…
  sentence=$1
  shift
  if "$@" > refused.log 2>&1; then fail "not refused, though $sentence"; fi
  grep -o "$sentence.*" refused.log || { cat refused.log >&2; fail "it was not said that $sentence"; }
}

say "What is wrong is said, and nothing is lost"
before=$(kept)
refused "JWT_SECRET: must have at least 32" docker-compose run --rm -T -e JWT_SECRET=short settings
refused "DATABASE_URL: must look like" docker-compose run --rm -T -e DATABASE_URL=db:5432 settings
refused "DATABASE_URL: holds a %" docker-compose run --rm -T -e 'DATABASE_URL=postgres://a:5%@db/a' settings
refused "APP_DATABASE_URL: must have another user" \
  docker-compose run --rm -T -e "APP_DATABASE_URL=$(kept_secret owner/DATABASE_URL)" settings
refused "folder-unusable: BACKUP_DIR /app cannot be written" \
  tureen run --rm -e BACKUP_DIR=/app backup infra/deploy/backup/backup.sh
refused "No space left on device" podman run --rm --user 999:999 --read-only --network tureen_back \
  --tmpfs /tmp --tmpfs /backups:size=64k,mode=1777 --env "DATABASE_URL=$(kept_secret owner/DATABASE_URL)" \
  localhost/tureen-tools infra/deploy/backup/backup.sh
grep "dump-failed" refused.log
[ "$(kept)" = "$before" ] || fail "the database has changed"

say "A database of an older release is brought to this one"
docker-compose exec -T db createdb -U qr_menu_user older
awk '/^-- 0005_/ { print "COMMIT;"; exit } { print }' infra/init.sql |
  docker-compose exec -T db psql -v ON_ERROR_STOP=1 -q -U qr_menu_user -d older
schema() { docker-compose exec -T db pg_dump --schema-only -U qr_menu_user -d "$1" | grep -vE '^\\(un)?restrict '; }
schema qr_menu_db > schema.sql
if schema older | cmp -s - schema.sql; then fail "the older database is not older"; fi
older() { kept_secret "owner/$1" | sed 's,/qr_menu_db$,/older,'; }
docker-compose run --rm -T -e DEMO_RESTAURANT=no -e "DATABASE_URL=$(older DATABASE_URL)" \
  -e "APP_DATABASE_URL=$(older APP_DATABASE_URL)" migrate 2> /dev/null
schema older | diff - schema.sql || fail "it is not the schema of this release"
