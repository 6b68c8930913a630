#!/usr/bin/env bash
# Builds the Dockerfile where no registry can be reached: a Debian made by mmdebstrap, with this machine's npm and the
# checkout's own Node, stands in for node:26-slim. Prints the image's name.
#
#   test/real/build-image.sh NODE NAME
set -euo pipefail

node=$(readlink -f "$1")
name=$2
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export BUILDAH_ISOLATION=chroot STORAGE_DRIVER=vfs

if ! buildah inspect --type image "localhost/$name-base" >/dev/null 2>&1; then
  suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
  mmdebstrap --quiet --variant=minbase --include=ca-certificates,libatomic1 "$suite" "$work/base.tar" >&2
  container=$(buildah from scratch)
  buildah add --quiet "$container" "$work/base.tar" / >&2
  buildah copy --quiet --chmod 755 "$container" "$node" /usr/local/bin/node >&2
  buildah copy --quiet "$container" "$(readlink -f "$(npm root --global)/npm")" /usr/local/lib/node_modules/npm >&2
  buildah run "$container" -- ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
  # The machine's own way out: its certificates and its npm settings belong to the stand-in, not to the image.
  buildah copy --quiet "$container" /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt >&2
  if [ -f "$HOME/.npmrc" ]; then buildah copy --quiet "$container" "$HOME/.npmrc" /root/.npmrc >&2; fi
  buildah config --env NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt "$container"
  buildah commit --quiet --rm "$container" "localhost/$name-base" >&2
fi

buildah bud --quiet --format docker --layers=false --build-arg "NODE_IMAGE=localhost/$name-base" --tag "localhost/$name" "$root" >&2
echo "localhost/$name"
