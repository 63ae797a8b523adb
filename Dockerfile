# The service as an image, of the jar that `mvn package` has made. Two targets: cpu, the default, and gpu.
# docs/containers.md says how to build and run them.
ARG JDK=eclipse-temurin:25-jdk
ARG JRE=eclipse-temurin:25-jre

# The jar in layers: what changes seldom first. And two libraries that their Java parts would unpack at every start.
FROM ${JDK} AS layers
WORKDIR /build
COPY target/clipcoder.jar .
RUN java -Djarmode=tools -jar clipcoder.jar extract --layers --destination layers
RUN jar --extract --file layers/dependencies/lib/sqlite-jdbc-*.jar \
      "org/sqlite/native/Linux/$(uname -m)/libsqlitejdbc.so" \
 && jar --extract --file layers/dependencies/lib/jna-[0-9]*.jar \
      "com/sun/jna/linux-$(uname -m | tr _ -)/libjnidispatch.so" \
 && mkdir lib \
 && mv org/sqlite/native/Linux/*/*.so com/sun/jna/*/*.so lib/

FROM ${JRE} AS app
RUN version=$(sed -n 's/^JAVA_VERSION="\(.*\)"/\1/p' "${JAVA_HOME}/release") \
 && if [ "$(printf '%s\n' 25.0.3 "${version}" | sort -V | head -n 1)" != 25.0.3 ]; then \
      echo "This base image has Java ${version}; 25.0.3 or later is needed." >&2; exit 1; \
    fi \
 && echo 'clipcoder:x:10001:10001::/data:/usr/sbin/nologin' >> /etc/passwd \
 && echo 'clipcoder:x:10001:' >> /etc/group \
 && install --directory --owner=10001 --group=10001 /data
WORKDIR /app
COPY --from=layers /build/lib/ native/lib/
COPY --from=layers /build/layers/dependencies/ ./
COPY --from=layers /build/layers/spring-boot-loader/ ./
COPY --from=layers /build/layers/snapshot-dependencies/ ./
COPY --from=layers /build/layers/application/ ./
COPY LICENSE NOTICE docker/healthcheck docker/jvm.options ./
ENV LANG=C.UTF-8 \
    LC_ALL=C.UTF-8 \
    SERVER_ADDRESS=0.0.0.0 \
    LOGGING_STRUCTURED_FORMAT_CONSOLE=ecs \
    CLIPCODER_DATA_DIR=/data \
    DJL_CACHE_DIR=/app/native
USER 10001:10001
VOLUME /data
EXPOSE 8080
# For Compose and `docker run`; Kubernetes has probes of its own.
HEALTHCHECK --interval=5s --timeout=6s --start-period=5m --retries=3 CMD ["/app/healthcheck"]
# The exec form, so that SIGTERM reaches the JVM. More options for it come by JAVA_TOOL_OPTIONS.
ENTRYPOINT ["java", "@/app/jvm.options", "-XX:AOTCache=/app/clipcoder.aot", "-jar", "/app/clipcoder.jar"]
ARG VERSION=0.1.0-SNAPSHOT
ARG REVISION=unknown
LABEL org.opencontainers.image.title="clipcoder" \
      org.opencontainers.image.description="Self-hosted image classification with CLIP and CODER" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"

# Two starts while building. The first unpacks the native libraries, the second takes them from where they were put and
# records the classes that a start loads.
FROM app AS trained
USER root
ENV SERVER_ADDRESS=127.0.0.1 CLIPCODER_DATA_DIR=/tmp/data
RUN java -Dorg.bytedeco.javacpp.cachedir=/tmp/javacpp -Dspring.context.exit=onRefresh -jar clipcoder.jar \
 && find /tmp/javacpp -type f -name 'lib*.so*' -exec cp --no-clobber --preserve=timestamps -t native/lib {} + \
 && ln -s libopenblas.so.0 native/lib/libopenblas.so \
 && rm -r /tmp/javacpp
RUN java @jvm.options -XX:AOTCacheOutput=clipcoder.aot -Xlog:aot*=error -Dspring.context.exit=onRefresh \
      -jar clipcoder.jar \
 && chmod --recursive a+rX native clipcoder.aot

# For one NVIDIA GPU. libtorch/ beside this file is libtorch 2.7.1 for CUDA 12.8, unpacked; it brings CUDA with it.
FROM app AS gpu
COPY --from=trained /app/native/lib/ native/lib/
COPY --from=trained /app/clipcoder.aot ./
COPY libtorch/lib/ /opt/libtorch/lib/
# The engine's binding to this libtorch is unpacked at the first start, which needs the device.
ENV PYTORCH_LIBRARY_PATH=/opt/libtorch/lib \
    PYTORCH_FLAVOR=cu128 \
    DJL_CACHE_DIR=/data/native \
    NVIDIA_VISIBLE_DEVICES=all \
    NVIDIA_DRIVER_CAPABILITIES=compute,utility

FROM app AS cpu
COPY --from=trained /app/native/ native/
COPY --from=trained /app/clipcoder.aot ./
