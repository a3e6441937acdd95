# The built web app, and the web server that passes the API and live connections on: one bundled file.
# Built from the checkout: docker build -f infra/deploy/docker/web.Dockerfile -t tureen-web .
ARG BASE_IMAGE=docker.io/library/node:24.21.0-bookworm-slim

FROM ${BASE_IMAGE} AS manifests
WORKDIR /app
COPY package.json package-lock.json ./
COPY shared/package.json shared/
COPY persistence/package.json persistence/
COPY collab-server/package.json collab-server/
COPY web/package.json web/
COPY infra/package.json infra/

# For the list alone: what is bundled comes from among these.
FROM manifests AS packages
COPY infra/deploy/docker/production-packages.sh /
RUN sh /production-packages.sh shared persistence collab-server web infra

FROM manifests AS build
RUN npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
COPY . .
RUN node infra/deploy/docker/build-web.ts \
 && node_modules/.bin/rolldown infra/deploy/docker/web/main.ts --platform node --format esm --file server.mjs

FROM ${BASE_IMAGE} AS web
WORKDIR /app
ENV NODE_ENV=production
COPY --from=packages /app/sbom.cdx.json ./
COPY --from=build /app/server.mjs /app/infra/deploy/docker/healthy.mjs ./
COPY --from=build /app/web/dist web/dist
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=10s --retries=3 \
  CMD ["node", "healthy.mjs", "http://127.0.0.1:3000/"]
CMD ["node", "server.mjs"]
