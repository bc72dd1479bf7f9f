# Flashcrowd with its own small Java runtime and libvips. Both bases may be your own mirror's:
# docker build --build-arg JDK_IMAGE=… --build-arg BASE_IMAGE=… .
ARG JDK_IMAGE=docker.io/library/maven:3-eclipse-temurin-25
ARG BASE_IMAGE=docker.io/library/debian:bookworm-slim

# JDK_IMAGE holds JDK 25, Maven and objcopy (binutils) or not: without it nothing is stripped.
FROM ${JDK_IMAGE} AS build
WORKDIR /flashcrowd
COPY pom.xml ./
COPY build build
COPY conf conf
COPY src/main src/main
RUN mvn --batch-mode --no-transfer-progress -q -DskipTests -Djacoco.skip package
# java.desktop: pictures without libvips. The rest is what jdeps names, and TLS with elliptic curves.
RUN JAVA_HOME=${JAVA_HOME:-$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")} \
 && "$JAVA_HOME/bin/jlink" --strip-java-debug-attributes --no-header-files --no-man-pages --compress zip-6 \
      --add-modules java.base,java.desktop,java.logging,java.management,java.naming,java.net.http,java.sql,java.xml,jdk.crypto.ec,jdk.jcmd,jdk.jfr,jdk.management,jdk.unsupported \
      --output /runtime

FROM ${BASE_IMAGE}
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates curl libvips42 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --create-home --home-dir /home/flashcrowd flashcrowd \
 && install -d -o flashcrowd -g flashcrowd /data
COPY --from=build /runtime /opt/java/flashcrowd
COPY bin /flashcrowd/bin
COPY --from=build /flashcrowd/target/flashcrowd.jar /flashcrowd/target/flashcrowd.jar
COPY --from=build /flashcrowd/target/lib /flashcrowd/target/lib
RUN chown flashcrowd:flashcrowd /flashcrowd/target
USER flashcrowd
# A start recorded in advance, on throwaway data; the image works without it.
RUN /flashcrowd/bin/flashcrowd --record
ENV FLASHCROWD_DATA_DIR=/data \
    FLASHCROWD_MANAGEMENT_HOST=0.0.0.0
VOLUME /data
EXPOSE 8080 9080
HEALTHCHECK --start-period=60s --interval=10s --timeout=3s \
  CMD curl -fsS -o /dev/null http://127.0.0.1:9080/health/ready || exit 1
ENTRYPOINT ["/flashcrowd/bin/flashcrowd"]
