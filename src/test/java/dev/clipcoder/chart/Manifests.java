package dev.clipcoder.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** What Helm has rendered, as Kubernetes would take it: typed, and nothing in it that has no type. */
record Manifests(String text, List<HasMetadata> all) {

  private static final YAMLMapper YAML = YAMLMapper.builder()
      .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
      .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
      .build();

  static Manifests parse(String text) {
    try (MappingIterator<JsonNode> documents = YAML.readerFor(JsonNode.class).readValues(text)) {
      return new Manifests(
          text,
          documents.readAll().stream()
              .filter(JsonNode::isObject)
              .map(StrictModel::read)
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  <T extends HasMetadata> List<T> all(Class<T> kind) {
    return all.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  <T extends HasMetadata> Optional<T> find(Class<T> kind) {
    List<T> found = all(kind);
    assertThat(found).as(kind.getSimpleName()).hasSizeLessThan(2);
    return found.stream().findFirst();
  }

  <T extends HasMetadata> T one(Class<T> kind) {
    return find(kind).orElseThrow(() -> new AssertionError("No " + kind.getSimpleName()));
  }

  <T extends HasMetadata> T named(Class<T> kind, String name) {
    return all(kind).stream()
        .filter(one -> one.getMetadata().getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("No %s %s".formatted(kind.getSimpleName(), name)));
  }

  PodSpec pod() {
    return one(Deployment.class).getSpec().getTemplate().getSpec();
  }

  Map<String, String> podLabels() {
    return one(Deployment.class).getSpec().getTemplate().getMetadata().getLabels();
  }

  Container container() {
    assertThat(pod().getContainers()).hasSize(1);
    return pod().getContainers().getFirst();
  }

  Map<String, EnvVar> environment() {
    return container().getEnv().stream()
        .collect(Collectors.toMap(EnvVar::getName, variable -> variable));
  }

  EnvVar variable(String name) {
    return Objects.requireNonNull(environment().get(name), name);
  }

  VolumeMount mount(String path) {
    return Objects.requireNonNull(mounts().get(path), path);
  }

  /** By their paths. */
  Map<String, VolumeMount> mounts() {
    return container().getVolumeMounts().stream()
        .collect(Collectors.toMap(VolumeMount::getMountPath, mount -> mount));
  }

  Volume volume(String name) {
    return pod().getVolumes().stream()
        .filter(volume -> volume.getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("No volume " + name));
  }

  /** The service that clients call. */
  Service traffic() {
    return named(Service.class, one(Deployment.class).getMetadata().getName());
  }

  /** The service that leads to each pod of this release. */
  Service pods() {
    return named(Service.class, one(Deployment.class).getMetadata().getName() + "-pods");
  }

  /** The file of settings in the pod. */
  String application() {
    String name = one(Deployment.class).getMetadata().getName();
    return named(ConfigMap.class, name).getData().getOrDefault("application.yaml", "");
  }

  JsonNode settings() {
    try {
      return YAML.readTree(application());
    } catch (JsonProcessingException e) {
      throw new AssertionError(application(), e);
    }
  }

  String setting(String name) {
    return settings().path(name).asText();
  }
}
