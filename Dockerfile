# Countersign as a service. Needs a volume at /var/lib/countersign; the rest of the file system may be read-only.
#
#   docker build -t countersign .
#   docker run --init --read-only --tmpfs /tmp -p 3000:3000 -v countersign:/var/lib/countersign --env-file .env countersign
ARG NODE_IMAGE=docker.io/library/node:26-slim

FROM ${NODE_IMAGE} AS base
WORKDIR /app

# What the service needs at run time: no development tools, and no second Node (it is an optional dependency).
FROM base AS dependencies
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --omit=optional

# The package: compiled JavaScript and its data files.
FROM base AS build
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN node test/house/build-package.ts && chmod 755 dist/bin/countersign.cjs

FROM base AS runtime
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ca-certificates git openssh-client \
  && rm -rf /var/lib/apt/lists/* \
  && useradd --uid 10001 --user-group --home-dir /var/lib/countersign --create-home --shell /usr/sbin/nologin countersign \
  && ln -s /app/bin/countersign.cjs /usr/local/bin/countersign
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=build /app/dist ./

ENV HOME=/var/lib/countersign \
    COUNTERSIGN_STATE=/var/lib/countersign/state \
    HOST=0.0.0.0 \
    PORT=3000
USER 10001:10001
WORKDIR /var/lib/countersign
VOLUME /var/lib/countersign
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["countersign"]
CMD ["serve"]
