#!/usr/bin/env bash
# Dumps the database, proves the dump by restoring it into a scratch database, and only then gives it
# its name; removes old dumps; notes the success for Prometheus. README.md says what can be set.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=database.sh
. "$(dirname "${BASH_SOURCE[0]}")/database.sh"
umask 077

url=${BACKUP_DATABASE_URL:-${DATABASE_URL:-}}
keep_daily=${BACKUP_KEEP_DAILY:-7}
keep_weekly=${BACKUP_KEEP_WEEKLY:-4}
metrics_dir=${BACKUP_METRICS_DIR:-${BACKUP_DIR:-}}

[[ -n ${BACKUP_DIR:-} ]] || fail setting-invalid "set BACKUP_DIR to the folder for dumps"
[[ -n $url ]] || fail address-missing "set DATABASE_URL to the address of the database's owner"
[[ $keep_daily =~ ^[1-9][0-9]{0,3}$ ]] || fail setting-invalid "BACKUP_KEEP_DAILY must be a number from 1"
[[ $keep_weekly =~ ^[0-9]{1,4}$ ]] || fail setting-invalid "BACKUP_KEEP_WEEKLY must be a number from 0"
need_programs pg_dump pg_restore psql node flock
mkdir -p "$BACKUP_DIR" || fail folder-unusable "BACKUP_DIR $BACKUP_DIR cannot be made"
[[ -w $BACKUP_DIR ]] || fail folder-unusable "BACKUP_DIR $BACKUP_DIR cannot be written"
[[ -d $metrics_dir && -w $metrics_dir ]] ||
  fail folder-unusable "BACKUP_METRICS_DIR $metrics_dir is not a folder that can be written"

# The system lets go of the lock when the script ends, however that comes.
exec 9>"$BACKUP_DIR/.lock"
flock --nonblock 9 || fail backup-running "another backup into $BACKUP_DIR is running"

started=$(date +%s)
name=tureen-$(date -u -d "@$started" +%Y%m%dT%H%M%SZ).dump
partial=$BACKUP_DIR/.$name.partial
scratch=
made=
clean_up() {
  rm -f "$partial"
  [[ -z $scratch ]] || drop_database "$scratch" 2>/dev/null || true
  [[ -n $made ]] || echo "backup-failed: no backup was made; the older ones are untouched" >&2
}
trap clean_up EXIT
# What a predecessor left that was killed.
rm -f "$BACKUP_DIR"/.tureen-*.partial

use_address "$url"
server=$(sql "$database" <<<"SELECT current_setting('server_version_num')::int / 10000") ||
  fail database-away "the database does not answer"
own=$(pg_dump --version | grep -oE '[0-9]+' | head -n 1)
((own >= server)) || fail pg-dump-too-old \
  "pg_dump $own cannot dump Postgres $server: install postgresql-client-$server, or name its folder in PG_BIN"

# One snapshot of everything, while orders keep coming. Waiting for a migration would make those who
# come after wait too.
run pg_dump --format=custom --lock-wait-timeout=60s --file="$partial" "$(address "$database")" ||
  fail dump-failed "pg_dump could not dump $database"
must_be_dump "$partial"
sync "$partial"
size=$(stat -c %s "$partial")
say "dumped $database: $size bytes"

[[ -z ${BACKUP_SCRATCH_URL:-} ]] || use_address "$BACKUP_SCRATCH_URL"
scratch=${database}_backup_check
load "$partial" "$scratch" || fail restore-failed "the dump could not be restored into $scratch"
if ! prove "$scratch"; then
  # The dump is whole: it is the database that is not as it should be. The last such dump is kept.
  rm -f "$BACKUP_DIR"/tureen-*.rejected
  mv "$partial" "$BACKUP_DIR/$name.rejected"
  fail proof-failed "the restored dump could not be proven, see above; it is kept as $name.rejected"
fi
drop_database "$scratch"
scratch=

mv "$partial" "$BACKUP_DIR/$name"
made=yes
sync "$BACKUP_DIR"
say "kept as $BACKUP_DIR/$name"
if [[ -n ${BACKUP_COPY:-} ]]; then
  run sh -c "$BACKUP_COPY \"\$1\"" sh "$BACKUP_DIR/$name" ||
    fail copy-failed "BACKUP_COPY could not copy $name, which is kept here"
fi

# The newest of each of the last days, and of the last weeks, of which there is one.
rotate() {
  local file day week keep
  local -A days=() weeks=()
  while read -r file; do
    day=${file:7:8}
    week=$(date -u -d "$day" +%G-%V)
    keep=
    if [[ -z ${days[$day]:-} ]] && ((${#days[@]} < keep_daily)); then keep=day; fi
    if [[ -z ${weeks[$week]:-} ]] && ((${#weeks[@]} < keep_weekly)); then keep=week weeks[$week]=1; fi
    days[$day]=1
    [[ -n $keep ]] || rm "$BACKUP_DIR/$file"
  done < <(find "$BACKUP_DIR" -maxdepth 1 -name 'tureen-????????T??????Z.dump' -printf '%f\n' | sort -r)
}
rotate

# For the textfile collector; the time is that of the dump's content. Others must be able to read it.
metrics=$metrics_dir/tureen_backup.prom
note() {
  cat >"$metrics.draft" <<METRICS || return
# HELP tureen_backup_last_success_timestamp_seconds When the newest proven backup was begun
# TYPE tureen_backup_last_success_timestamp_seconds gauge
tureen_backup_last_success_timestamp_seconds $started
# HELP tureen_backup_last_success_size_bytes Size of the newest proven backup
# TYPE tureen_backup_last_success_size_bytes gauge
tureen_backup_last_success_size_bytes $size
# HELP tureen_backup_last_success_duration_seconds How long the newest proven backup took
# TYPE tureen_backup_last_success_duration_seconds gauge
tureen_backup_last_success_duration_seconds $(($(date +%s) - started))
METRICS
  chmod 644 "$metrics.draft" && mv "$metrics.draft" "$metrics"
}
if ! note; then
  rm -f "$metrics.draft" || true
  fail metrics-failed "$name is a good backup, but $metrics could not be written and tells of an older one"
fi
