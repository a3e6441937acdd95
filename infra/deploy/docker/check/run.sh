#!/bin/sh
# Builds the images and runs docker-compose.yml with them, where neither a Docker engine nor the public
# images can be reached: buildah builds on stand-ins (base.sh), podman runs, docker-compose composes.
# As root on Debian, from anywhere:
#
#   apt-get install buildah podman crun netavark aardvark-dns catatonit iptables debootstrap docker-compose
#   npm ci
#   sh infra/deploy/docker/check/run.sh
#
# Containers get network, mounts and process numbers of their own: nothing of the machine's is touched.
# The stand-ins are kept in TUREEN_CHECK (/var/tmp/tureen-check); remove the folder when you are done.
set -eu
here=$(dirname "$(realpath "$0")")
checkout=$(realpath "$here/../../../..")
place=${TUREEN_CHECK:-/var/tmp/tureen-check}
say() { printf '\n== %s\n' "$1"; }

[ "$(id -u)" = 0 ] || { echo "This needs root: it makes images and containers." >&2; exit 1; }
for program in buildah podman crun debootstrap docker-compose iptables unshare; do
  command -v "$program" > /dev/null || { echo "$program is missing; see the head of $0" >&2; exit 1; }
done
[ -x "$checkout/node_modules/.bin/node" ] || { echo "Run npm ci first; see the head of $0" >&2; exit 1; }

mkdir -p "$place"
chmod 700 "$place"
cat > "$place/storage.conf" <<END
[storage]
driver = "overlay"
graphroot = "$place/storage"
runroot = "$place/run"
END
# Podman would ask for more than this machine may give, and buildah gives no more than it has itself.
limit() {
  most=$(prlimit --noheadings --output=HARD "$1")
  if [ "$most" = unlimited ] || [ "$most" -gt 32768 ]; then most=32768; fi
  echo "$most"
}
files=$(limit --nofile)
processes=$(limit --nproc)
cat > "$place/containers.conf" <<END
[containers]
default_ulimits = ["nofile=$files:$files", "nproc=$processes:$processes"]
[engine]
runtime = "crun"
cgroup_manager = "cgroupfs"
events_logger = "file"
helper_binaries_dir = ["/usr/lib/podman", "/usr/libexec/podman"]
[network]
network_backend = "netavark"
network_config_dir = "$place/networks"
END
export CONTAINERS_STORAGE_CONF="$place/storage.conf" CONTAINERS_CONF="$place/containers.conf"

if ! buildah inspect --type image localhost/stand-in-redis > /dev/null 2>&1; then
  say "Making stand-ins for the public images"
  sh "$here/base.sh"
fi
for name in app web; do
  say "Building tureen-$name"
  buildah bud --isolation chroot --format docker --build-arg BASE_IMAGE=localhost/stand-in-node \
    --tag "localhost/tureen-$name:latest" --file "$checkout/infra/deploy/docker/$name.Dockerfile" \
    "$checkout" > "$place/build.log" 2>&1 || { tail -30 "$place/build.log" >&2; exit 1; }
done
say "Building tureen-tools"
buildah bud --isolation chroot --format docker --build-arg NODE_IMAGE=localhost/stand-in-node \
  --build-arg POSTGRES_IMAGE=localhost/stand-in-postgres --tag localhost/tureen-tools:latest \
  --file "$checkout/infra/deploy/backup/Dockerfile" "$checkout" > "$place/build.log" 2>&1 \
  || { tail -30 "$place/build.log" >&2; exit 1; }
buildah images

# A checkout of its own for what composes: the .env of the real one is not for this.
work=$place/compose
rm -rf "$work"
mkdir -p "$work/infra/deploy"
cp "$checkout"/docker-compose*.yml "$work"
cp "$checkout/persistence/src/demo/menu.json" "$work/my-menu.json"
cp "$checkout/infra/init.sql" "$checkout/infra/.env.example" "$work/infra"
for part in docker backup monitoring pgbouncer sql; do
  cp -r "$checkout/infra/deploy/$part" "$work/infra/deploy"
done

unshare --net --mount --pid --fork --mount-proc sh "$here/compose.sh" "$checkout" "$work"
say "All of it held."
