# syntax=docker/dockerfile:1

FROM node:26-slim AS build
WORKDIR /app
# Only for native modules without a prebuilt binary for the platform.
RUN apt-get update && apt-get install -y --no-install-recommends python3 make g++ && rm -rf /var/lib/apt/lists/*
COPY package.json package-lock.json ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json nest-cli.json ./
COPY src ./src
COPY apps ./apps
COPY libs ./libs
COPY scripts ./scripts
RUN npm run build && npm prune --omit=dev

FROM node:26-slim
ENV NODE_ENV=production \
    MALLOC_ARENA_MAX=1 \
    MALLOC_MMAP_THRESHOLD_=131072 \
    MALLOC_TRIM_THRESHOLD_=4194304 \
    SNACKBASE_ENVIRONMENT=production \
    SNACKBASE_DATABASE_URL=sqlite:////data/snackbase.db
WORKDIR /app
RUN mkdir /data && chown node:node /data
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
USER node
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.SNACKBASE_PORT ?? 8000}/ready`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Not through npm, which would stand between the server and its signals. docs/adr/0009-memory.md explains the flags.
CMD ["node", "--max-semi-space-size=8", "--heap-growing-percent=20", "--no-maglev", "--no-allocation-site-pretenuring", "dist/src/main.js"]
