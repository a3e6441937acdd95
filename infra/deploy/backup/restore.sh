#!/usr/bin/env bash
# Restores a dump beside the database, proves it, and only then puts it in the database's place.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=database.sh
. "$(dirname "${BASH_SOURCE[0]}")/database.sh"

usage="restore.sh [--replace] [--no-proof] [--keep-sessions] FILE

  FILE             a dump, or a folder of dumps, of which the newest is taken
  --replace        the database holds something: keep it as NAME_before_…, and take its place
  --no-proof       for a dump of an older schema, or one whose proof is known to fail
  --keep-sessions  nothing was lost since the dump, as when moving: open tables stay open

DATABASE_URL names the database and its future owner. Stop server and worker first."

replace=
proof=yes
keep_sessions=
file=
for word; do
  case $word in
    --replace) replace=yes ;;
    --no-proof) proof= ;;
    --keep-sessions) keep_sessions=yes ;;
    -h | --help) echo "$usage" && exit ;;
    -*) fail option-invalid "there is no option $word"$'\n\n'"$usage" ;;
    *) [[ -z $file ]] || fail option-invalid "one file, please"; file=$word ;;
  esac
done
[[ -n $file ]] || fail option-invalid "name a dump, or a folder of dumps"$'\n\n'"$usage"
need_programs pg_restore psql node
if [[ -d $file ]]; then
  newest=$(find "$file" -maxdepth 1 -name 'tureen-????????T??????Z.dump' | sort | tail -n 1)
  [[ -n $newest ]] || fail dump-missing "there is no dump in $file"
  file=$newest
fi
[[ -r $file ]] || fail dump-missing "$file cannot be read"
must_be_dump "$file"
url=${BACKUP_DATABASE_URL:-${DATABASE_URL:-}}
[[ -n $url ]] || fail address-missing "set DATABASE_URL to the address of the database's owner"
use_address "$url"

# What the place of the restored database holds now: "missing", or how many tables.
held=$(sql postgres --set name="$database" <<<"SELECT 1 FROM pg_database WHERE datname = :'name'") ||
  fail database-away "the server does not answer"
if [[ -z $held ]]; then
  held=missing
else
  held=$(sql "$database" <<<"SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S') AND n.nspname <> 'information_schema'
      AND n.nspname NOT LIKE 'pg\_%'
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')")
  others=$(sql postgres --set name="$database" <<<"SELECT string_agg(DISTINCT
    coalesce(nullif(application_name, ''), usename), ', ')
    FROM pg_stat_activity WHERE datname = :'name'")
  [[ -z $others ]] || fail database-in-use "stop these first, they are connected to $database: $others"
  [[ $held == 0 || -n $replace ]] || fail database-not-empty \
    "$database holds $held tables; with --replace it is kept under another name and replaced"
fi

fresh=${database}_restoring
restored=
clean_up() { [[ -n $restored ]] || drop_database "$fresh" 2>/dev/null || true; }
trap clean_up EXIT
load "$file" "$fresh" || fail restore-failed "$file could not be restored; $database is untouched"
say "restored $file"
if [[ -n $proof ]]; then
  prove "$fresh" || fail proof-failed "what was restored could not be proven, see above; $database is untouched"
fi
if [[ -z $keep_sessions ]]; then
  sql "$fresh" <"$checkout/infra/deploy/backup/after-restore.sql"
fi

aside=${database}_before_$(date -u +%Y%m%dT%H%M%S)
{
  echo 'BEGIN;'
  [[ $held == missing ]] || echo 'ALTER DATABASE :"name" RENAME TO :"aside";'
  echo 'ALTER DATABASE :"fresh" RENAME TO :"name";'
  echo 'COMMIT;'
} | sql postgres --set name="$database" --set fresh="$fresh" --set aside="$aside" ||
  fail swap-failed "$database is untouched; is somebody connected to it?"
restored=yes
case $held in
  missing) ;;
  0) drop_database "$aside" ;;
  *) say "what was in $database is now $aside; drop it when you are sure" ;;
esac
sql "$database" <<<'ANALYZE'
say "$database is restored; start server and worker"
