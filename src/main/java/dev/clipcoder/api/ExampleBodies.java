package dev.clipcoder.api;

import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.fewshot.SupportSetProperties;
import dev.clipcoder.image.PictureArchive;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/** Reads examples in the forms in which they are sent: parts, an archive, JSON. */
@Component
final class ExampleBodies {

  private static final Set<String> ARCHIVE_TYPES =
      Set.of("application/zip", "application/x-zip-compressed", "application/x-zip");

  private final SubmissionReader submissions;
  private final BodyReader bodies;
  private final SubjectMapper subjects;
  private final RemotePictures remote;
  private final RequestLimits limits;
  private final PictureArchive.Limits archives;

  ExampleBodies(
      SubmissionReader submissions,
      BodyReader bodies,
      SubjectMapper subjects,
      RemotePictures remote,
      RequestLimits limits,
      SupportSetProperties properties,
      @Value("${clipcoder.images.max-bytes}") DataSize maxImageBytes) {
    this.submissions = submissions;
    this.bodies = bodies;
    this.subjects = subjects;
    this.remote = remote;
    this.limits = limits;
    this.archives = new PictureArchive.Limits(
        properties.maxArchiveEntries(),
        maxImageBytes.toBytes(),
        properties.maxArchiveBytes().toBytes());
  }

  /** What was sent. */
  sealed interface Sent {}

  record Pictures(String label, List<byte[]> pictures) implements Sent {}

  record Known(String label, Embedding embedding) implements Sent {}

  record Archive(PictureArchive archive) implements Sent {}

  /**
   * Reads the whole request.
   *
   * @throws ProblemException if it is in none of the forms
   * @throws dev.clipcoder.image.ArchiveException if it is an archive that cannot be read
   */
  Sent read(HttpServletRequest request) {
    MediaType type = SubmissionReader.contentType(request);
    if (type != null && ARCHIVE_TYPES.contains(type.getType() + "/" + type.getSubtype())) {
      PictureArchive archive = PictureArchive.open(bodies.readDocument(request), archives);
      if (archive.size() == 0) {
        throw new ProblemException(
            ProblemType.MALFORMED_REQUEST,
            "The archive has no files. Send folders that are named by label, with pictures in them.");
      }
      return new Archive(archive);
    }
    if (type == null || !isReadHere(type)) {
      throw new ProblemException(
          ProblemType.UNSUPPORTED_MEDIA_TYPE,
          "Examples come as parts (`curl -F label=ripe -F image=@1.jpg`), as JSON with 'label' and 'image', or as a zip of folders named by label (`-H 'Content-Type: application/zip' --data-binary @examples.zip`); the Content-Type is %s."
              .formatted(type == null ? "missing" : type));
    }
    Submission<ExampleOptions> submission =
        submissions.read(request, ExampleOptions.class, limits.maxImages());
    ExampleOptions options = submission.options();
    String label = label(options.label());
    List<byte[]> pictures = pictures(submission);
    if (options.embedding() != null) {
      if (!pictures.isEmpty()) {
        throw ErrorSentences.malformed(
            "embedding", "Both pictures and 'embedding' are given. Send one of them.");
      }
      return new Known(label, subjects.embedding(options.embedding()));
    }
    if (pictures.isEmpty()) {
      throw ErrorSentences.malformed(
          "image",
          "There is no picture. Send pictures as parts (`curl -F label=ripe -F image=@1.jpg -F image=@2.jpg`), in base64 as 'image' or 'images', or a zip of folders named by label with `-H 'Content-Type: application/zip' --data-binary @examples.zip`.");
    }
    if (pictures.size() > limits.maxImages()) {
      throw ErrorSentences.impossible(
          "image",
          "%d pictures; at most %d in one request (clipcoder.requests.max-images). Send a zip."
              .formatted(pictures.size(), limits.maxImages()));
    }
    pictures.forEach(ExampleBodies::refuseArchive);
    return new Pictures(label, pictures);
  }

  private static boolean isReadHere(MediaType type) {
    return type.isCompatibleWith(MediaType.MULTIPART_FORM_DATA)
        || type.isCompatibleWith(MediaType.APPLICATION_JSON)
        || "json".equals(type.getSubtypeSuffix());
  }

  private String label(@Nullable String label) {
    if (label == null || label.isBlank()) {
      throw ErrorSentences.malformed(
          "label", "'label' is missing: which class do the pictures show? `-F label=ripe`.");
    }
    if (label.length() > limits.maxTextLength()) {
      throw TextLists.tooLong("label", label, limits.maxTextLength());
    }
    return label;
  }

  private List<byte[]> pictures(Submission<ExampleOptions> submission) {
    List<byte[]> pictures = new ArrayList<>(submission.images());
    ExampleOptions options = submission.options();
    if (options.image() != null) {
      pictures.add(Base64Image.decode("image", options.image()));
    }
    if (options.images() != null) {
      List<String> encoded =
          TextLists.checked("images", options.images(), limits.maxImages(), Integer.MAX_VALUE);
      for (int i = 0; i < encoded.size(); i++) {
        pictures.add(Base64Image.decode("images[%d]".formatted(i), encoded.get(i)));
      }
    }
    if (options.imageUrl() != null) {
      pictures.add(remote.get(options.imageUrl(), submission.fetched()));
    }
    if (options.imageUrls() != null) {
      pictures.addAll(remote.getAll(
          TextLists.checked(
              "imageUrls", options.imageUrls(), limits.maxImages(), Integer.MAX_VALUE),
          submission.fetched()));
    }
    return pictures;
  }

  private static void refuseArchive(byte[] picture) {
    if (PictureArchive.isArchive(picture)) {
      throw ErrorSentences.malformed(
          "image",
          "This is a zip, not a picture. Send it as the body: `curl -H 'Content-Type: application/zip' --data-binary @examples.zip`.");
    }
  }
}
