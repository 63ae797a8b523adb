package dev.clipcoder.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a manifest as the API server does and the typed model does not: a field that is not known is an error, and so is
 * a number where there must be a text.
 */
final class StrictModel {

  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  private StrictModel() {}

  static HasMetadata read(JsonNode manifest) {
    HasMetadata typed =
        (HasMetadata) SERIALIZATION.convertValue(manifest, KubernetesResource.class);
    String what = manifest.path("kind").asText() + " " + typed.getMetadata().getName();
    assertThat(typed).as("the kind of %s", what).isNotInstanceOf(GenericKubernetesResource.class);
    List<String> unknown = new ArrayList<>();
    collectUnknown("", typed, unknown);
    assertThat(unknown).as("fields of %s that Kubernetes does not know", what).isEmpty();
    List<String> changed = new ArrayList<>();
    collectChanges("", manifest, SERIALIZATION.convertValue(typed, JsonNode.class), changed);
    assertThat(changed).as("values of %s that have another type", what).isEmpty();
    return typed;
  }

  /** The model keeps what it does not know in maps of this name, at every level. */
  private static void collectUnknown(String path, @Nullable Object value, List<String> unknown) {
    switch (value) {
      case List<?> list -> list.forEach(item -> collectUnknown(path + "[]", item, unknown));
      case Map<?, ?> map ->
        map.forEach((key, item) -> collectUnknown(path + "." + key, item, unknown));
      case null -> {}
      default -> {
        for (Class<?> type = value.getClass(); isModel(type); type = type.getSuperclass()) {
          for (Field field : type.getDeclaredFields()) {
            if (!Modifier.isStatic(field.getModifiers())) {
              collectUnknown(path, field, value, unknown);
            }
          }
        }
      }
    }
  }

  private static boolean isModel(@Nullable Class<?> type) {
    return type != null && type.getName().startsWith("io.fabric8.");
  }

  private static void collectUnknown(String path, Field field, Object owner, List<String> unknown) {
    try {
      field.setAccessible(true);
      Object value = field.get(owner);
      if (!field.getName().equals("additionalProperties")) {
        collectUnknown(path + "." + field.getName(), value, unknown);
      } else if (value instanceof Map<?, ?> rest) {
        rest.keySet().forEach(key -> unknown.add(path + "." + key));
      }
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private static void collectChanges(
      String path, JsonNode written, JsonNode read, List<String> changed) {
    if (written.isObject()) {
      written
          .properties()
          .forEach(member -> collectChanges(
              path + "." + member.getKey(),
              member.getValue(),
              read.path(member.getKey()),
              changed));
    } else if (written.isArray()) {
      for (int i = 0; i < written.size(); i++) {
        collectChanges(path + "[" + i + "]", written.path(i), read.path(i), changed);
      }
    } else if (written.getNodeType() != read.getNodeType()
        || !written.asText().equals(read.asText())) {
      changed.add("%s: %s was read as %s".formatted(path, written, read));
    }
  }
}
