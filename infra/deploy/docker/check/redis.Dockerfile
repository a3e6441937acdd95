# Debian's Redis with as much of the official image's ways as docker-compose.yml relies on.
FROM localhost/stand-in-node
RUN groupadd --system --gid 999 redis \
 && useradd --system --gid 999 --uid 999 --home-dir /data redis \
 && apt-get update -qq \
 && apt-get install -y -qq --no-install-recommends redis-server > /dev/null \
 && rm -rf /var/lib/apt/lists/* \
 && install -d -o redis -g redis /data
VOLUME /data
CMD ["redis-server"]
