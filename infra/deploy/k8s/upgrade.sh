#!/bin/sh
# Brings the cluster to the release that an overlay names while guests are at their tables, or back to the
# one before. From the checkout, with the images pushed and their tag in the overlay:
#
#   sh infra/deploy/k8s/upgrade.sh [OVERLAY]           # forward: the schema first; production unless named
#   sh infra/deploy/k8s/upgrade.sh --back [OVERLAY]    # back to the pods before; the schema stays
#
# No server leaves before another one serves. It stops at the first thing that is wrong. KUBECTL (kubectl)
# names the program.
set -eu
kubectl=${KUBECTL:-kubectl}
forward=yes
if [ "${1:-}" = --back ]; then forward=; shift; fi
overlay=$(dirname "$0")/overlays/${1:-production}
[ -f "$overlay/kustomization.yaml" ] || { echo "There is no overlay ${1:-production}." >&2; exit 1; }
namespace=$(sed -n 's/^namespace: //p' "$overlay/kustomization.yaml")
in_namespace() { $kubectl -n "$namespace" "$@"; }

if [ -n "$forward" ]; then
  # A Job cannot be changed: the one of the release before makes room.
  in_namespace delete job migrate --ignore-not-found
  $kubectl apply -k "$overlay" --selector=app.kubernetes.io/name=migrate
  in_namespace wait --for=condition=complete job/migrate --timeout=30m
  $kubectl apply -k "$overlay"
else
  for name in server worker web; do in_namespace rollout undo "deployment/$name"; done
fi
for name in server worker web; do
  in_namespace rollout status "deployment/$name" --timeout=15m || {
    echo "deployment/$name did not come up. The pods before it serve on; back: sh $0 --back ${1:-}" >&2
    exit 1
  }
done
