#!/bin/sh
# Makes the database at the first start, then becomes the given command.
set -eu
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  password=/tmp/password
  (umask 077 && printf '%s\n' "${POSTGRES_PASSWORD:-$(cat "$POSTGRES_PASSWORD_FILE")}" > "$password")
  initdb --username="$POSTGRES_USER" --pwfile="$password" --auth-local=trust \
    --auth-host=scram-sha-256 --encoding=UTF8 > /dev/null
  rm "$password"
  printf 'host all all all scram-sha-256\n' >> "$PGDATA/pg_hba.conf"
  pg_ctl --silent --wait -o "-c listen_addresses='' -k /run/postgresql" start > /dev/null
  createdb --host=/run/postgresql --username="$POSTGRES_USER" "$POSTGRES_DB"
  pg_ctl --silent --wait --mode=fast stop > /dev/null
fi
exec "$@" -c listen_addresses='*' -c unix_socket_directories=/run/postgresql
