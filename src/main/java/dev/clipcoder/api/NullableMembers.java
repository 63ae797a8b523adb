package dev.clipcoder.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.type.TypeFactory;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The contract says of members that may be null that they may, unless they are left out then. */
@Component
final class NullableMembers implements ModelConverter {

  @Override
  public @Nullable Schema<?> resolve(
      AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> others) {
    Schema<?> schema = others.hasNext() ? others.next().resolve(type, context, others) : null;
    Class<?> raw = TypeFactory.defaultInstance().constructType(type.getType()).getRawClass();
    if (schema != null && raw.isRecord() && !raw.isAnnotationPresent(JsonInclude.class)) {
      Schema<?> defined = schema.get$ref() == null
          ? schema
          : context.getDefinedModels().get(schema.get$ref().replaceFirst(".*/", ""));
      if (defined != null && defined.getProperties() != null) {
        Arrays.stream(raw.getRecordComponents())
            .filter(NullableMembers::isShownAsNull)
            .forEach(member -> allowNull(defined, member.getName()));
      }
    }
    return schema;
  }

  private static boolean isShownAsNull(RecordComponent member) {
    return member.getAnnotatedType().isAnnotationPresent(Nullable.class)
        && !member.getAccessor().isAnnotationPresent(JsonInclude.class);
  }

  private static void allowNull(Schema<?> of, String name) {
    Schema<?> member = of.getProperties().get(name);
    if (member == null) {
      return;
    }
    if (member.get$ref() == null) {
      if (member.getTypes() != null) {
        member.addType("null");
      }
      return;
    }
    JsonSchema reference = new JsonSchema();
    reference.set$ref(member.get$ref());
    JsonSchema nothing = new JsonSchema();
    nothing.addType("null");
    JsonSchema either = new JsonSchema();
    either.setDescription(member.getDescription());
    either.addAnyOfItem(reference);
    either.addAnyOfItem(nothing);
    of.getProperties().put(name, either);
  }
}
