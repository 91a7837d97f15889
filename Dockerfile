# Auscult in a container. How it is run and reached: docs/install.md, compose.yaml.
# Debian's slim image, not a distroless one: PostgreSQL's initdb starts its server through /bin/sh. And glibc, not Alpine's musl.
ARG NODE_VERSION=24.21.0

# What an installed Auscult runs from: the compiled program, the pages, the pins, the SBOM.
FROM node:${NODE_VERSION}-trixie-slim AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run build

# The very versions that were tested. The image brings Node, so the one for machines without it goes.
FROM node:${NODE_VERSION}-trixie-slim AS installed
COPY --from=build /build/dist /opt/auscult
WORKDIR /opt/auscult
RUN npm ci --ignore-scripts --no-audit --no-fund && rm -rf node_modules/node-linux-*

# The base without what builds and installs, and without programs that raise rights.
FROM node:${NODE_VERSION}-trixie-slim AS base
RUN rm -rf /usr/local/lib/node_modules /usr/local/include /usr/local/share /opt/yarn-* /root/.npm \
 && find /usr/local/bin -mindepth 1 -not -name node -delete \
 && ln -s /opt/auscult/bin/auscult.mjs /usr/local/bin/auscult \
 && find / -xdev -type f -perm /6000 -exec chmod a-s {} + \
 && groupadd --gid 10001 auscult \
 && useradd --uid 10001 --gid auscult --no-create-home --home-dir /var/lib/auscult --shell /usr/sbin/nologin auscult \
 && install --directory --owner=auscult --group=auscult --mode=0700 /var/lib/auscult

# Copied as a whole, so that no layer keeps what was taken out.
FROM scratch
COPY --from=base / /
COPY --from=installed /opt/auscult /opt/auscult
LABEL org.opencontainers.image.title="Auscult" \
      org.opencontainers.image.description="Knows the software inside every biomedical device of a hospital" \
      org.opencontainers.image.licenses="Apache-2.0"
ENV PATH=/usr/local/bin:/usr/bin:/bin \
    LANG=C.UTF-8 \
    AUSCULT_DATA_FOLDER=/var/lib/auscult
# A number, so that a cluster can see that it is not root; it has a name too, since PostgreSQL asks for one.
USER 10001:10001
WORKDIR /var/lib/auscult
VOLUME ["/var/lib/auscult"]
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=120s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8320/api/v1/health').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["auscult"]
CMD ["serve"]
