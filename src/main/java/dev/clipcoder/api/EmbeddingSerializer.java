package dev.clipcoder.api;

import dev.clipcoder.embedding.Embedding;
import org.springframework.boot.jackson.JacksonComponent;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;

/** An embedding in JSON is the array of its numbers. */
@JacksonComponent
final class EmbeddingSerializer extends ValueSerializer<Embedding> {

  @Override
  public void serialize(Embedding embedding, JsonGenerator json, SerializationContext context) {
    json.writeStartArray();
    for (float value : embedding.toArray()) {
      json.writeNumber(value);
    }
    json.writeEndArray();
  }
}
