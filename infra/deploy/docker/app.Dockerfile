# Server, worker, and what prepares the database: the sources as they are, on production packages.
# Built from the checkout: docker build -f infra/deploy/docker/app.Dockerfile -t tureen-app .
ARG BASE_IMAGE=docker.io/library/node:24.21.0-bookworm-slim

FROM ${BASE_IMAGE} AS manifests
WORKDIR /app
COPY package.json package-lock.json ./
COPY shared/package.json shared/
COPY persistence/package.json persistence/
COPY collab-server/package.json collab-server/
COPY web/package.json web/
COPY infra/package.json infra/

FROM manifests AS packages
COPY infra/deploy/docker/production-packages.sh /
RUN sh /production-packages.sh shared persistence collab-server infra

# With hot reload, for docker-compose.dev.yml: all packages; the sources are mounted over these.
FROM manifests AS dev
RUN npm ci --no-audit --no-fund && mkdir -p web/node_modules && chown node web/node_modules
COPY . .
RUN install -d -o node -g node /secrets/owner /secrets/app
USER node

FROM ${BASE_IMAGE} AS app
WORKDIR /app
ENV NODE_ENV=production
COPY --from=packages /app ./
COPY shared/src shared/src
COPY persistence/src persistence/src
COPY persistence/migrations persistence/migrations
COPY collab-server/src collab-server/src
COPY infra infra
# New volumes take over whose these are: the service settings writes secrets there.
RUN install -d -o node -g node /secrets/owner /secrets/app
USER node
EXPOSE 5000
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "infra/deploy/docker/healthy.mjs", "http://127.0.0.1:5000/health"]
# The worker: node persistence/src/main.ts. The database: node infra/deploy/docker/prepare/main.ts.
CMD ["node", "collab-server/src/main.ts"]
