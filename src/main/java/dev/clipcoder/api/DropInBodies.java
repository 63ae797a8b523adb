package dev.clipcoder.api;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the JSON bodies of other services' clients. Unknown members are left alone: these clients send what only their
 * own service knows, and more of it with every version.
 */
@Component
final class DropInBodies {

  private final BodyReader bodies;
  private final JsonObjects objects;

  DropInBodies(BodyReader bodies, JsonMapper json) {
    this.bodies = bodies;
    this.objects = new JsonObjects(json);
  }

  /**
   * The members of the body.
   *
   * @param images how many pictures it may bring
   * @param example of what it should be
   * @throws ProblemException if it is no JSON object, or too large
   */
  ObjectNode read(HttpServletRequest request, int images, String example) {
    MediaType form = SubmissionReader.contentType(request);
    if (form == null || !form.isCompatibleWith(MediaType.APPLICATION_JSON)) {
      throw new ProblemException(
          ProblemType.UNSUPPORTED_MEDIA_TYPE,
          "Only JSON is read here. Send such as %s with Content-Type: application/json."
              .formatted(example));
    }
    return objects.parse(bodies.readJson(request, images), "The body", example);
  }
}
