# The program in an image: docker run --rm -v "$PWD:/project" -w /project IMAGE --show-hash
#
# UNTESTED: no Docker daemon was at hand. The commands in it are those that .ci/run tests outside of
# an image, in a system that has nothing else.
FROM debian:12 AS build
COPY . /source
WORKDIR /source
ARG SOURCE_DATE_EPOCH=0
RUN sh .ci/install \
 && apt-get install -y --no-install-recommends python3-pip \
 && SOURCE_DATE_EPOCH=$SOURCE_DATE_EPOCH bash .ci/deb /packages

FROM debian:12-slim
COPY --from=build /packages/confiture-build_*.deb /tmp/
RUN apt-get update \
 && apt-get install -y --no-install-recommends /tmp/confiture-build_*.deb libpq5 postgresql-client \
 && rm -rf /tmp/*.deb /var/lib/apt/lists/*
ENTRYPOINT ["confiture-build"]
