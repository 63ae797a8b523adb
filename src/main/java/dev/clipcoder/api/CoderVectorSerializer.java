package dev.clipcoder.api;

import dev.clipcoder.coder.CoderVector;
import org.springframework.boot.jackson.JacksonComponent;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;

/** A CODER vector in JSON is the array of its numbers. */
@JacksonComponent
final class CoderVectorSerializer extends ValueSerializer<CoderVector> {

  @Override
  public void serialize(CoderVector vector, JsonGenerator json, SerializationContext context) {
    json.writeStartArray();
    for (float value : vector.values()) {
      json.writeNumber(value);
    }
    json.writeEndArray();
  }
}
