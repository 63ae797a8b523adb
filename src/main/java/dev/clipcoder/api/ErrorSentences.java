package dev.clipcoder.api;

import java.util.Locale;
import java.util.Set;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** What to tell about requests in the wrong form. */
final class ErrorSentences {

  static final String FORMS =
      "Send a picture as multipart part 'image' (`curl -F image=@cat.jpg`), as the body with its own Content-Type,"
          + " or in base64 as member 'image' of a JSON body.";

  private ErrorSentences() {}

  static String slashAtTheEnd(String path) {
    return "There is nothing at '%s'; leave the slash at the end out.".formatted(path);
  }

  static String wrongType(MethodArgumentTypeMismatchException wrong) {
    String kind = wrong.getRequiredType() == boolean.class ? "true or false" : "a whole number";
    String range =
        wrong.getName().equals("limit") ? " from 1 to %d".formatted(Page.MOST_ITEMS) : "";
    return "'%s' is '%s'; it must be %s%s."
        .formatted(wrong.getName(), wrong.getValue(), kind, range);
  }

  static ProblemException lineTooLong(int longest) {
    return new ProblemException(
        ProblemType.TOO_LARGE,
        "The line is too long: with its picture in base64 it may have %d bytes (clipcoder.images.max-bytes, clipcoder.requests.max-bytes). Send less."
            .formatted(longest));
  }

  static ProblemException encoded(String encoding) {
    return new ProblemException(
        ProblemType.UNSUPPORTED_MEDIA_TYPE,
        "Bodies with Content-Encoding '%s' are not read here. Send the body as it is, without that header."
            .formatted(encoding));
  }

  static ProblemException pictureAsForm(String kind) {
    return new ProblemException(
        ProblemType.UNSUPPORTED_MEDIA_TYPE,
        "Body is a %s but Content-Type is application/x-www-form-urlencoded. Use `curl -F image=@cat.jpg` or add `-H 'Content-Type: image/%s'`."
            .formatted(kind, kind.toLowerCase(Locale.ROOT)));
  }

  static ProblemException otherParts(Set<String> found, boolean imageThere) {
    String names = String.join("', '", found);
    String detail = imageThere
        ? "Unknown part '%s' beside 'image'. Leave it out.".formatted(names)
        : "No part 'image'; found '%s'. Rename it.".formatted(names);
    return new ProblemException(
        ProblemType.MALFORMED_REQUEST, detail, found.iterator().next());
  }

  static ProblemException contentAsText(String name) {
    String detail = name.equals("image")
        ? "'image' is a text field, not a file. With curl, write `-F image=@cat.jpg`; base64 belongs in a JSON body."
        : "'%s' belongs in a JSON body. Send one with `curl --json`, without `-F`.".formatted(name);
    return new ProblemException(ProblemType.MALFORMED_REQUEST, detail, name);
  }

  static ProblemException contentAsParameter(String name) {
    return new ProblemException(
        ProblemType.MALFORMED_REQUEST,
        "'%s' belongs in the JSON body, not in the address.".formatted(name),
        name);
  }

  static ProblemException impossible(String field, String detail) {
    return new ProblemException(ProblemType.IMPOSSIBLE_REQUEST, detail, field);
  }

  static ProblemException malformed(String field, String detail) {
    return new ProblemException(ProblemType.MALFORMED_REQUEST, detail, field);
  }
}
