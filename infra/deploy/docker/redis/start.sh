#!/bin/sh
# Starts Redis with a password if one is set. It goes in by standard input: arguments can be read by
# every process of the machine.
exec redis-server /etc/tureen/redis.conf - <<END
requirepass "$REDIS_PASSWORD"
END
