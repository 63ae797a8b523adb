package dev.clipcoder.api;

import dev.clipcoder.classify.Subject;
import dev.clipcoder.encoder.BatchingProperties;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.multipart.MultipartFile;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Takes in the two forms of a batch: multipart, and lines of JSON. */
@Component
final class BatchReader {

  /** An id is echoed, so it may not be a way to blow the answer up. */
  private static final int LONGEST_ID = 1000;

  private final SubmissionReader submissions;
  private final BodyReader bodies;
  private final OptionBinder binder;
  private final SubjectMapper subjects;
  private final BodyBudget budget;
  private final int mostImages;
  private final Duration patience;

  BatchReader(
      SubmissionReader submissions,
      BodyReader bodies,
      OptionBinder binder,
      SubjectMapper subjects,
      BodyBudget budget,
      RequestLimits limits,
      BatchingProperties batching) {
    this.submissions = submissions;
    this.bodies = bodies;
    this.binder = binder;
    this.subjects = subjects;
    this.budget = budget;
    this.mostImages = limits.maxBatchImages();
    this.patience = batching.bulkDeadline();
  }

  /** The options, which hold for all items. */
  ClassifyOptions options(HttpServletRequest request) {
    MediaType form = SubmissionReader.contentType(request);
    if (form != null && !isMultipart(form) && !BodyForm.isLines(form.toString())) {
      throw unsupported(form);
    }
    if (form == null) {
      throw new ProblemException(
          ProblemType.UNSUPPORTED_MEDIA_TYPE, "The Content-Type is missing. " + forms());
    }
    ClassifyOptions options = submissions.options(request, ClassifyOptions.class);
    // What is wrong for every picture is told at once.
    subjects.requireRegions(options);
    return options;
  }

  /** The items. */
  BatchSource items(HttpServletRequest request, ClassifyOptions options) throws IOException {
    if (BodyForm.isLines(String.valueOf(request.getContentType()))) {
      return new LineSource(
          request, bodies.maxLineBytes(), patience, (line, index) -> entry(line, index, options));
    }
    List<MultipartFile> files = submissions.files(request);
    if (files.size() > mostImages) {
      throw tooMany(files.size());
    }
    BatchItem none = new BatchItem(null, null, null, null, options.regions());
    BodyBudget.Claim nothing = BodyBudgetFilter.fetched(request);
    return new PartSource(files, bytes -> subjects.map(none, List.of(bytes), nothing));
  }

  private BatchEntry entry(byte[] line, int index, ClassifyOptions options) {
    Object id = index;
    try {
      ObjectNode members = binder.parseLine(line);
      JsonNode given = members.get("id");
      id = given == null ? id : id(given);
      BatchItem item =
          binder.bind(members, Map.of(), BatchItem.class).withRegions(options.regions());
      if (item.image() == null && item.embedding() == null && item.imageUrl() == null) {
        throw ErrorSentences.malformed(
            "image",
            "The line needs 'image', a picture in base64, or 'embedding', a vector of this model.");
      }
      BodyBudget.Claim fetched = budget.claimFetched();
      if (item.imageUrl() != null) {
        return new BatchEntry(
            id, line.length, () -> subjects.map(item, List.of(), fetched), fetched);
      }
      Subject subject = subjects.map(item, List.of(), fetched);
      return new BatchEntry(id, line.length, () -> subject);
    } catch (RuntimeException problem) {
      return BatchEntry.refused(id, line.length, problem);
    }
  }

  private static Object id(JsonNode id) {
    if ((id.isString() || id.isNumber()) && id.asString().length() <= LONGEST_ID) {
      return id;
    }
    throw ErrorSentences.malformed(
        "id", "'id' must be a string or a number, of at most %d characters.".formatted(LONGEST_ID));
  }

  /** More pictures than a batch may have; in lines this is seen only when the line comes. */
  ProblemException tooMany(int images) {
    return ErrorSentences.impossible(
        "image",
        "%d pictures; at most %d in one batch (clipcoder.requests.max-batch-images). Send the rest in another."
            .formatted(images, mostImages));
  }

  /** Whether an item is beyond those that a batch may have. */
  boolean isTooMany(int images) {
    return images > mostImages;
  }

  private static boolean isMultipart(@Nullable MediaType form) {
    return form != null && form.isCompatibleWith(MediaType.MULTIPART_FORM_DATA);
  }

  private static ProblemException unsupported(MediaType form) {
    return new ProblemException(
        ProblemType.UNSUPPORTED_MEDIA_TYPE,
        "A body of type %s is no batch. %s".formatted(form, forms()));
  }

  private static String forms() {
    return "Send pictures as repeated multipart parts (`curl -F image=@cat.jpg -F image=@dog.jpg`), or a JSON object in"
        + " each line with `-H 'Content-Type: application/x-ndjson' --data-binary @pictures.ndjson`.";
  }
}
