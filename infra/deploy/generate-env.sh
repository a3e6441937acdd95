#!/bin/sh
# Fills the placeholders of .env with random secrets; makes .env from infra/deploy/.env.example first if
# there is none. What is no placeholder is left as it is, so it is safe to run again.
#
#   sh infra/deploy/generate-env.sh [FILE]
set -eu
umask 077
example=$(dirname "$0")/.env.example
file=${1:-$(dirname "$0")/../../.env}

[ -e "$file" ] || cp "$example" "$file"
# Each placeholder, such as change-me-owner, is one secret however often it stands there.
placeholders=$(sed '/^#/d' "$file" | grep -o 'change-me[a-z-]*' | sort -ru || true)
if [ -z "$placeholders" ]; then
  echo "$file holds no placeholder: nothing was changed."
  exit 0
fi
new=$(mktemp "$file.XXXXXX")
trap 'rm -f "$new"' EXIT
cp "$file" "$new"
for placeholder in $placeholders; do
  # 192 bits; nothing in them means anything in an address or a shell.
  secret=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')
  [ ${#secret} -eq 48 ] || { echo "There are no random numbers to be had here." >&2; exit 1; }
  sed "/^#/!s/$placeholder\$/$secret/; /^#/!s/$placeholder@/$secret@/" "$new" > "$new.next"
  cat "$new.next" > "$new"
  rm -f "$new.next"
done
chmod 600 "$new"
mv "$new" "$file"
trap - EXIT
echo "$file holds new secrets, for you alone to read: $(echo "$placeholders" | sed 's/change-me-*//' | tr '\n' ' ')"
