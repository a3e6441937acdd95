#!/usr/bin/env bash
# Backs up every day at BACKUP_TIME (UTC, 03:30), for as long as it runs: the schedule of a container
# that has no cron. A backup that fails says why, and the next day is another.
set -euo pipefail

time=${BACKUP_TIME:-03:30}
[[ $time =~ ^([01][0-9]|2[0-3]):[0-5][0-9]$ ]] || {
  echo "setting-invalid: BACKUP_TIME must be a time of day in UTC such as 03:30" >&2
  exit 1
}
child=
trap '[[ -z $child ]] || kill "$child" 2>/dev/null; wait; exit 143' TERM INT HUP
while true; do
  now=$(date +%s)
  next=$(date -u -d "today $time" +%s)
  ((next > now)) || next=$(date -u -d "tomorrow $time" +%s)
  sleep $((next - now)) &
  child=$!
  wait "$child"
  "$(dirname "${BASH_SOURCE[0]}")/backup.sh" &
  child=$!
  wait "$child" || true
done
