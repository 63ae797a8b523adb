package dev.clipcoder.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** Reads the JSON bodies of label sets, which hold no pictures but may be long. */
@Component
final class LabelSetBodies {

  private final BodyReader bodies;
  private final OptionBinder binder;

  LabelSetBodies(BodyReader bodies, OptionBinder binder) {
    this.bodies = bodies;
    this.binder = binder;
  }

  ObjectNode read(HttpServletRequest request) {
    String type = request.getContentType();
    if (type != null && !type.toLowerCase(Locale.ROOT).contains("json")) {
      throw new ProblemException(
          ProblemType.UNSUPPORTED_MEDIA_TYPE,
          "Content-Type is %s. Use `curl -H 'Content-Type: application/json' --data-binary @set.json`."
              .formatted(type));
    }
    return binder.parse(bodies.readDocument(request));
  }
}
