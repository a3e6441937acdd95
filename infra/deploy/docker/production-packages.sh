#!/bin/sh
# Installs what the given workspaces need in production, and lists it in sbom.cdx.json (CycloneDX):
# every package with its version, hash and licence.
#
#   production-packages.sh WORKSPACE…
set -eu
options="--no-audit --no-fund --loglevel=error"
selected=$(printf -- '--workspace=%s ' "$@")
# Optional packages are the embedded Postgres, for which there is the service db.
# shellcheck disable=SC2086
npm ci --omit=dev --omit=optional --ignore-scripts $options $selected
# npm lists completely only what the manifests say: they have to say no more than is there.
names=$(printf '"%s",' "$@")
npm pkg set --json "workspaces=[${names%,}]"
for folder in . "$@"; do (cd "$folder" && npm pkg delete devDependencies); done
npm sbom --sbom-format=cyclonedx > sbom.cdx.json
rm -rf "$(npm config get cache)"
