package dev.clipcoder.api;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.util.MultiValueMap;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.multipart.MultipartHttpServletRequest;
import org.springframework.web.util.WebUtils;
import tools.jackson.databind.node.ObjectNode;

/** Takes in the three forms of a request with pictures: multipart, the picture as the body, JSON. */
@Component
final class SubmissionReader {

  private static final String PART = "image";

  /** Members that are no options: they bring content, which only JSON can. */
  static final Set<String> CONTENT =
      Set.of("image", "images", "imageUrl", "imageUrls", "texts", "embedding");

  private final BodyReader bodies;
  private final OptionBinder binder;

  SubmissionReader(BodyReader bodies, OptionBinder binder) {
    this.bodies = bodies;
    this.binder = binder;
  }

  /**
   * Reads the whole request.
   *
   * @param type a record of boxed, nullable components: the names and types of the options
   * @param maxImages how many pictures the request may bring
   * @throws ProblemException if it is in none of the forms, too large, or has a name that is not an option
   */
  <T extends Record> Submission<T> read(HttpServletRequest request, Class<T> type, int maxImages) {
    MediaType form = contentType(request);
    if (form != null && (form.isCompatibleWith(MediaType.APPLICATION_JSON) || isJsonSuffix(form))) {
      ObjectNode members = binder.parse(bodies.readJson(request, maxImages));
      return new Submission<>(
          bind(request, members, type, true), List.of(), BodyBudgetFilter.fetched(request));
    }
    if (form != null && form.isCompatibleWith(MediaType.MULTIPART_FORM_DATA)) {
      List<byte[]> images = parts(request);
      return new Submission<>(
          bind(request, binder.empty(), type, false), images, BodyBudgetFilter.fetched(request));
    }
    if (form == null
        || form.getType().equals("image")
        || form.isCompatibleWith(MediaType.APPLICATION_OCTET_STREAM)) {
      T options = bind(request, binder.empty(), type, false);
      byte[] image = bodies.readImage(request);
      if (image.length == 0) {
        throw new ProblemException(
            ProblemType.MALFORMED_REQUEST, "The body is empty. " + ErrorSentences.FORMS);
      }
      return new Submission<>(options, List.of(image), BodyBudgetFilter.fetched(request));
    }
    throw unsupported(request, form);
  }

  /** The options of a request whose content is read by somebody else. */
  <T extends Record> T options(HttpServletRequest request, Class<T> type) {
    return bind(request, binder.empty(), type, false);
  }

  private <T extends Record> T bind(
      HttpServletRequest request, ObjectNode members, Class<T> type, boolean json) {
    Map<String, String[]> parameters = request.getParameterMap();
    for (String name : parameters.keySet()) {
      if (CONTENT.contains(name)) {
        throw json ? ErrorSentences.contentAsParameter(name) : ErrorSentences.contentAsText(name);
      }
    }
    return binder.bind(members, parameters, type);
  }

  static @Nullable MediaType contentType(HttpServletRequest request) {
    String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw ErrorSentences.encoded(encoding);
    }
    String value = request.getContentType();
    if (value == null || value.isBlank()) {
      return null;
    }
    try {
      return MediaType.parseMediaType(value);
    } catch (InvalidMediaTypeException invalid) {
      ProblemException problem = new ProblemException(
          ProblemType.UNSUPPORTED_MEDIA_TYPE,
          "The Content-Type '%s' is not one. %s".formatted(value, ErrorSentences.FORMS));
      problem.initCause(invalid);
      throw problem;
    }
  }

  private static boolean isJsonSuffix(MediaType form) {
    return "json".equals(form.getSubtypeSuffix());
  }

  private List<byte[]> parts(HttpServletRequest request) {
    return files(request).stream().map(SubmissionReader::bytes).toList();
  }

  /** The parts {@code image} of a multipart request. */
  List<MultipartFile> files(HttpServletRequest request) {
    MultipartHttpServletRequest multipart =
        WebUtils.getNativeRequest(request, MultipartHttpServletRequest.class);
    if (multipart == null) {
      throw bodies.partsNotRead(request);
    }
    MultiValueMap<String, MultipartFile> files = multipart.getMultiFileMap();
    Set<String> others = new TreeSet<>(files.keySet());
    others.remove(PART);
    if (!others.isEmpty()) {
      throw ErrorSentences.otherParts(others, files.containsKey(PART));
    }
    List<MultipartFile> images = files.getOrDefault(PART, List.of());
    if (images.isEmpty() && Collections.disjoint(request.getParameterMap().keySet(), CONTENT)) {
      throw new ProblemException(
          ProblemType.MALFORMED_REQUEST,
          "No part 'image'. With curl, add `-F image=@cat.jpg`.",
          PART);
    }
    return images;
  }

  private static byte[] bytes(MultipartFile file) {
    try {
      return file.getBytes();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** curl's {@code --data-binary} says that a picture is a form; that deserves its own answer. */
  private ProblemException unsupported(HttpServletRequest request, MediaType form) {
    if (form.isCompatibleWith(MediaType.APPLICATION_FORM_URLENCODED)) {
      byte[] start = bodies.peek(request, ImageMagic.LENGTH);
      String kind = ImageMagic.kind(start);
      if (kind != null) {
        return ErrorSentences.pictureAsForm(kind);
      }
      if (new String(start, StandardCharsets.UTF_8).stripLeading().startsWith("{")) {
        return new ProblemException(
            ProblemType.UNSUPPORTED_MEDIA_TYPE,
            "Body looks like JSON but Content-Type is application/x-www-form-urlencoded."
                + " Add `-H 'Content-Type: application/json'`.");
      }
    }
    return new ProblemException(
        ProblemType.UNSUPPORTED_MEDIA_TYPE,
        "A body of type %s is not read here. %s".formatted(form, ErrorSentences.FORMS));
  }
}
