package dev.clipcoder.api;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OpenApiCustomizer;

/**
 * Makes one schema of an answer that has several forms: all members of all forms, of which those of every form are
 * required. Generated clients take forms that nothing in the answer names for one another, and then fail.
 */
final class ContractUnions implements OpenApiCustomizer {

  @Override
  public void customise(OpenAPI api) {
    Components components = api.getComponents();
    for (String name : List.copyOf(components.getSchemas().keySet())) {
      Schema<?> schema = components.getSchemas().get(name);
      if (schema != null && schema.getOneOf() != null) {
        merge(schema, components);
      }
    }
  }

  private static void merge(Schema<?> union, Components components) {
    @Nullable List<String> required = null;
    for (Schema<?> reference : union.getOneOf()) {
      String name = reference.get$ref().substring(reference.get$ref().lastIndexOf('/') + 1);
      Schema<?> form = Objects.requireNonNull(components.getSchemas().remove(name));
      form.getProperties().forEach((member, schema) -> {
        if (union.getProperties() == null || !union.getProperties().containsKey(member)) {
          union.addProperty(member, schema);
        }
      });
      if (required == null) {
        required = new ArrayList<>(form.getRequired());
      } else {
        required.retainAll(form.getRequired());
      }
    }
    union.setOneOf(null);
    union.addType("object");
    union.setRequired(required);
  }
}
