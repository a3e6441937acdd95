#!/bin/sh
# Makes stand-ins for the public images out of Debian and this machine's Node, for a place that cannot
# reach the public ones: localhost/stand-in-node, -postgres and -redis. As root, on Debian, with
# buildah and debootstrap.
set -eu
here=$(dirname "$(realpath "$0")")
checkout=$here/../../../..
root=$(mktemp -d /var/tmp/tureen-base.XXXXXX)
trap 'rm -rf "$root"' EXIT

debootstrap --variant=minbase --include=ca-certificates bookworm "$root" > "$root.log" 2>&1 \
  || { tail "$root.log" >&2; exit 1; }
rm -rf "$root.log" "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/*
# The Node that package-lock.json pins, and this machine's npm.
install -m 755 "$(realpath "$checkout/node_modules/node/bin/node")" "$root/usr/local/bin/node"
mkdir -p "$root/usr/local/lib/node_modules"
cp -rL "$(npm root --global)/npm" "$root/usr/local/lib/node_modules/npm"
ln -s ../lib/node_modules/npm/bin/npm-cli.js "$root/usr/local/bin/npm"
ln -s ../lib/node_modules/npm/bin/npx-cli.js "$root/usr/local/bin/npx"
chroot "$root" useradd --uid 1000 --create-home --shell /bin/sh node
# The way to the registry may be one of this machine's own.
cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/ca-certificates.crt"

container=$(buildah from scratch)
buildah add --quiet "$container" "$root" / > /dev/null
buildah config --env NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt \
  --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin --cmd node "$container"
buildah commit --quiet --format docker --rm "$container" localhost/stand-in-node > /dev/null

for name in postgres redis; do
  buildah bud --quiet --isolation chroot --format docker --tag "localhost/stand-in-$name" \
    --file "$here/$name.Dockerfile" "$here" > /dev/null
done
