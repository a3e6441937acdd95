#!/bin/sh
# Becomes the given command, with the secrets that the service settings has kept (one file each, named
# like its variable) in the place of variables that are blank or not set. Without such files, as in
# Kubernetes, it changes nothing.
#
#   with-secrets.sh COMMAND…
#
# The owner's come first: who has both is asked as the owner.
set -eu
place=${SECRETS_DIR:-/secrets}
for file in "$place"/owner/* "$place"/app/*; do
  [ -f "$file" ] || continue
  name=${file##*/}
  # Only names that this wrote: what is evaluated has no other signs.
  case $name in *[!A-Z_]*) continue ;; esac
  eval "given=\${$name:-}"
  if [ -z "$given" ]; then
    value=$(cat "$file")
    export "$name=$value"
  fi
done
exec "$@"
