#!/bin/sh
# Prints Tureen's Secrets with new random values, which touch no disk on the way to the cluster:
#
#   sh infra/deploy/k8s/make-secrets.sh | kubectl -n tureen create -f -
#
# `create` refuses to replace what is there: a database keeps the password that it was made with.
set -eu

random() { head -c 24 /dev/urandom | od -An -v -tx1 | tr -d ' \n'; }
owner=$(random)
app=$(random)
redis=$(random)

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
---
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
