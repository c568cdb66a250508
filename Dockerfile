# The program in a container, built from a clone of this repository:
#
#   docker build -t pareto .
#   docker run --rm -v "$PWD/photos:/photos:ro" -v "$PWD/results:/results" --user "$(id -u):$(id -g)" \
#     pareto pick /photos --at ssimulacra2=80 --out /results
#
# and the service, its other entry (docs/service.md):
#
#   docker run --rm -p 8080:8080 -e PARETO_SERVE_API_KEY=secret pareto serve --host 0.0.0.0
FROM node:22-bookworm-slim AS build
WORKDIR /src
COPY . .
# Installs without any package's scripts, builds, and packs what a user installs.
RUN npm ci && npm pack --pack-destination /tmp

FROM node:22-bookworm-slim
COPY --from=build /tmp/paretobench-*.tgz /tmp/paretobench.tgz
RUN npm install --global --omit=dev --ignore-scripts /tmp/paretobench.tgz onnxruntime-node@1 koffi@3 svgo@4 \
  fastify@5 @fastify/helmet@13 @fastify/multipart@10 @fastify/rate-limit@11 @fastify/swagger@9 \
  @fastify/swagger-ui@6 @fastify/under-pressure@9 ipaddr.js@2 undici@7 \
  && npm cache clean --force \
  && rm /tmp/paretobench.tgz \
  && mkdir -p /results /cache \
  && chown node:node /results /cache
# Whoever runs it: downloads and bitstreams go there; a volume keeps them.
ENV PARETO_CACHE=/cache
RUN chmod 1777 /cache
USER 1000
WORKDIR /results
# Of the service alone: every other command is healthy while it runs.
HEALTHCHECK --interval=30s --timeout=10s --start-period=20s CMD ["node", "--eval", "const serves = require('node:fs').readFileSync('/proc/1/cmdline', 'utf8').includes('\\0serve'); if (serves) fetch(`http://127.0.0.1:${process.env.PARETO_SERVE_PORT || 8080}/health`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["pareto"]
CMD ["--help"]
