#!/bin/sh
# Prints Tureen's Secrets with new random values, which touch no disk on the way to the cluster:
#
#   sh infra/deploy/k8s/make-secrets.sh [owner|app] | kubectl -n tureen create -f -
#
# `create` refuses to replace what is there: a database keeps the password that it was made with. One
# of the two alone is for tools that seal one at a time; they have nothing in common.
set -eu

random() { head -c 24 /dev/urandom | od -An -v -tx1 | tr -d ' \n'; }
owner=$(random)
app=$(random)
redis=$(random)

owner_secret() {
  cat <<END
# The database's owner: for the database itself, migrations and backups.
apiVersion: v1
kind: Secret
metadata:
  name: tureen-owner
type: Opaque
stringData:
  POSTGRES_PASSWORD: "$owner"
  DATABASE_URL: "postgresql://qr_menu_user:$owner@db:5432/qr_menu_db"
END
}

app_secret() {
  cat <<END
# What server and worker know.
apiVersion: v1
kind: Secret
metadata:
  name: tureen-app
type: Opaque
stringData:
  APP_DATABASE_URL: "postgresql://qr_menu_app:$app@db:5432/qr_menu_db"
  REDIS_PASSWORD: "$redis"
  REDIS_URL: "redis://:$redis@redis:6379"
  JWT_SECRET: "$(random)$(random)"
END
}

case ${1:-both} in
  owner) owner_secret ;;
  app) app_secret ;;
  both) owner_secret; echo ---; app_secret ;;
  *) echo "which secret is $1? owner or app" >&2; exit 1 ;;
esac
