# shellcheck shell=bash
# What backup.sh and restore.sh share: addresses, errors, loading a dump and proving what came out.

checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
# Postgres' programs where they are not in PATH, and the Node that the project pins, if it is there.
export PATH="${PG_BIN:+$PG_BIN:}$checkout/node_modules/.bin:$PATH"
export PGCONNECT_TIMEOUT=${PGCONNECT_TIMEOUT:-10} PGAPPNAME=tureen-backup
export PGOPTIONS="-c client_min_messages=error"

say() { printf '%s  %s\n' "$(date -u +%FT%TZ)" "$*"; }

fail() { # CODE SENTENCE
  printf '%s: %s\n' "$1" "$2" >&2
  exit 1
}

decoded() { # TEXT with %XX
  local text=${1//\\/\\\\}
  printf '%b' "${text//%/\\x}"
}

# Takes an address apart. Its password goes into the environment, because a command line can be read
# by every user of the machine; from then on `address NAME` is the database NAME of that server.
use_address() { # URL
  local login
  [[ $1 =~ ^postgres(ql)?://([^/?@]*@)?([^/?@]*)/([^/?]+)(\?.*)?$ ]] || fail address-invalid \
    "the database's address must look like postgres://user:password@host:5432/name (percent-encode other signs)"
  login=${BASH_REMATCH[2]%@}
  place="postgres://${login:+${login%%:*}@}${BASH_REMATCH[3]}"
  database=$(decoded "${BASH_REMATCH[4]}")
  parameters=${BASH_REMATCH[5]}
  [[ $database =~ ^[A-Za-z_][A-Za-z0-9_-]{0,39}$ ]] || fail address-invalid \
    "the database's name must be of letters, digits, _ and -, at most 40"
  if [[ $login == *:* ]]; then
    PGPASSWORD=$(decoded "${login#*:}")
    export PGPASSWORD
  fi
}

address() { printf '%s/%s%s' "$place" "$1" "$parameters"; } # NAME

# Runs the SQL of standard input; `--set name=value` fills :'name' and :"name".
sql() { # NAME [psql options]
  psql --no-psqlrc --quiet --tuples-only --no-align --set ON_ERROR_STOP=1 \
    --dbname "$(address "$1")" "${@:2}"
}

# Runs a long command so that a signal to this script ends both at once.
run() {
  local child code=0
  "$@" &
  child=$!
  trap 'kill "$child" 2>/dev/null; wait "$child" || true; exit 143' TERM INT HUP
  wait "$child" || code=$?
  trap - TERM INT HUP
  return "$code"
}

need_programs() { # NAME…
  local name
  for name; do
    command -v "$name" >/dev/null || fail program-missing \
      "$name is not in PATH: install it (Debian: postgresql-client, nodejs) or name its folder in PG_BIN"
  done
}

must_be_dump() { # FILE
  pg_restore --list "$1" >/dev/null || fail dump-unreadable "$1 is not a whole dump in the custom format"
}

drop_database() { # NAME
  sql postgres --set name="$1" <<<'DROP DATABASE IF EXISTS :"name"'
}

# Makes the empty database NAME and fills it from a dump, all of it or nothing. Everything in it
# belongs to the address's user, as after a migration, whatever that user was called before. Roles are
# the server's, not the database's: those that the dump grants rights to are made when they are missing
# (the next start lets the owner act as the application's).
load() { # FILE NAME
  local role
  drop_database "$2" || return
  sql postgres --set name="$2" <<<"CREATE DATABASE :\"name\" TEMPLATE template0 ENCODING 'UTF8'" || return
  for role in $(pg_restore --schema-only --file=- "$1" |
    sed -nE 's/^GRANT .* TO ([a-z_][a-z0-9_]*)( WITH GRANT OPTION)?;$/\1/p' | sort -u); do
    make_role "$role" || return
  done
  # Extensions belong to the server and need its superuser; the schema uses none.
  run pg_restore --dbname "$(address "$2")" --no-owner --single-transaction \
    --use-list <(pg_restore --list "$1" | grep -v ' EXTENSION ') "$1"
}

make_role() { # NAME
  sql postgres --set role="$1" <<'SQL'
SELECT format('CREATE ROLE %I NOLOGIN', :'role')
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'role') AND :'role' <> 'public' \gexec
SQL
}

# Rebuilds every session from its log, decides every confirm again and follows the chain of hashes.
prove() { # NAME
  local command out
  out=$(mktemp)
  for command in "replay verify --all --no-live" "audit"; do
    # shellcheck disable=SC2086 # The words are meant to be several.
    set -- "$1" ${command}
    if ! DATABASE_URL=$(address "$1") run node "$checkout/infra/run/$2.ts" "${@:3}" >"$out" 2>&1; then
      cat "$out" >&2
      rm "$out"
      return 1
    fi
    say "$2: $(tail -n 1 "$out")"
  done
  rm "$out"
}
