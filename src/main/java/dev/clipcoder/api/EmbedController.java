package dev.clipcoder.api;

import dev.clipcoder.classify.EmbedResult;
import dev.clipcoder.classify.EmbedService;
import dev.clipcoder.model.ModelDescription;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class EmbedController {

  private final SubmissionReader submissions;
  private final RequestLimits limits;
  private final EmbedService service;
  private final RemotePictures remote;
  private final ModelDescription model;

  EmbedController(
      SubmissionReader submissions,
      RequestLimits limits,
      RemotePictures remote,
      EmbedService service,
      ModelDescription model) {
    this.submissions = submissions;
    this.limits = limits;
    this.remote = remote;
    this.service = service;
    this.model = model;
  }

  @EmbedOperation
  @PostMapping(
      path = "/embed",
      produces = {MediaType.APPLICATION_JSON_VALUE, NpyConverter.MEDIA_TYPE_VALUE})
  ResponseEntity<EmbedResponse> embed(HttpServletRequest request) {
    Submission<EmbedOptions> submission =
        submissions.read(request, EmbedOptions.class, limits.maxImages());
    EmbedOptions options = submission.options();
    EmbedResult result = options.texts() == null
        ? service.embedImages(images(submission), ConnectedCaller.ofCurrentRequest())
        : embedTexts(options);
    return ResponseEntity.ok()
        .header(ServerTiming.HEADER, ServerTiming.of(result.timings()))
        .headers(CacheHeader.of(result.cacheUse()))
        .body(new EmbedResponse(
            ModelReference.of(model),
            model.dimension(),
            result.embeddings(),
            Warnings.of(model, result.truncated())));
  }

  private EmbedResult embedTexts(EmbedOptions options) {
    String pictures = options.images() != null ? "images" : "imageUrls";
    if (options.images() != null || options.imageUrls() != null) {
      throw ErrorSentences.malformed(
          "texts", "Both '%s' and 'texts' are given. Send one of them.".formatted(pictures));
    }
    List<String> texts =
        TextLists.checked("texts", options.texts(), limits.maxTexts(), limits.maxTextLength());
    boolean truncate = options.truncate() == null || options.truncate();
    return service.embedTexts(texts, truncate, ConnectedCaller.ofCurrentRequest());
  }

  private List<byte[]> images(Submission<EmbedOptions> submission) {
    List<byte[]> images = new ArrayList<>(submission.images());
    if (submission.options().images() != null) {
      List<String> encoded = TextLists.checked(
          "images", submission.options().images(), limits.maxImages(), Integer.MAX_VALUE);
      for (int i = 0; i < encoded.size(); i++) {
        images.add(Base64Image.decode("images[%d]".formatted(i), encoded.get(i)));
      }
    }
    if (submission.options().imageUrls() != null) {
      if (!images.isEmpty()) {
        throw ErrorSentences.malformed(
            "imageUrls", "'imageUrls' is given beside other pictures. Send one of them.");
      }
      images.addAll(remote.getAll(
          TextLists.checked(
              "imageUrls", submission.options().imageUrls(), limits.maxImages(), Integer.MAX_VALUE),
          submission.fetched()));
    }
    if (images.isEmpty()) {
      throw ErrorSentences.malformed(
          "images",
          "There is nothing to embed. Send pictures as multipart parts 'image', one as the body, or JSON with 'images', 'imageUrls' or 'texts'.");
    }
    if (images.size() > limits.maxImages()) {
      throw ErrorSentences.impossible(
          "images",
          "%d pictures; at most %d in one request (clipcoder.requests.max-images)."
              .formatted(images.size(), limits.maxImages()));
    }
    return images;
  }
}
