# syntax=docker/dockerfile:1
# The bot in a small image, as nobody, with its state in /data.
#
#   docker build -t tradefacts .
#   docker run -d --name tradefacts --restart unless-stopped --stop-timeout 20 \
#     -v tradefacts:/data -e TELOXIDE_TOKEN tradefacts
#
# The token comes from the environment at run time, or from a file with --token-file; nothing secret is built in.
# `docker run --rm tradefacts ask "/trade 2025"` answers without a token.

FROM rust:1.95-slim-bookworm AS build
WORKDIR /src

# Dependencies first: this layer is kept until Cargo.toml or Cargo.lock changes.
COPY Cargo.toml Cargo.lock ./
RUN mkdir -p src benches facts \
 && echo 'fn main() {}' > src/main.rs \
 && touch src/lib.rs \
 && for bench in $(sed -n '/^\[\[bench\]\]/{n;s/name = "\(.*\)"/\1/p}' Cargo.toml); do touch "benches/$bench.rs"; done \
 && cargo build --release --locked

COPY build.rs build.rs
COPY src src
COPY facts facts
RUN touch src/main.rs src/lib.rs && cargo build --release --locked && mkdir /data

FROM gcr.io/distroless/cc-debian12:nonroot
COPY --from=build /src/target/release/tradefacts /usr/local/bin/tradefacts
COPY --from=build --chown=nonroot:nonroot /data /data
WORKDIR /data
VOLUME /data
ENV TRADEFACTS_STORE=sqlite:/data/tradefacts.db
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["tradefacts", "health"]
ENTRYPOINT ["tradefacts"]
CMD ["serve"]
