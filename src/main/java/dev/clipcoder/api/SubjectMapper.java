package dev.clipcoder.api;

import dev.clipcoder.classify.Subject;
import dev.clipcoder.classify.WrongDimensionException;
import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.image.Region;
import dev.clipcoder.model.ModelDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds what is to be classified in what was sent. */
@Component
final class SubjectMapper {

  private final RequestLimits limits;
  private final RemotePictures remote;
  private final int dimension;

  SubjectMapper(RequestLimits limits, RemotePictures remote, ModelDescription model) {
    this.limits = limits;
    this.remote = remote;
    this.dimension = model.dimension();
  }

  /**
   * The one subject of a request. Blocks where a picture is fetched.
   *
   * @throws ProblemException if there is none, or more than one
   */
  <T extends Record & PictureOptions> Subject map(Submission<T> submission) {
    return map(submission.options(), submission.images(), submission.fetched());
  }

  /** The same for content that is not in a request of its own. */
  Subject map(PictureOptions options, List<byte[]> sent, BodyBudget.Claim fetched) {
    List<byte[]> images = new ArrayList<>(sent);
    if (options.image() != null) {
      images.add(Base64Image.decode("image", options.image()));
    }
    if (images.size() > 1) {
      throw ErrorSentences.malformed(
          "image", "%d parts 'image': send one picture a request.".formatted(images.size()));
    }
    if (options.imageUrl() != null) {
      if (!images.isEmpty() || options.embedding() != null) {
        throw ErrorSentences.malformed(
            "imageUrl",
            "'imageUrl' is given beside another picture or 'embedding'. Send one of them.");
      }
      List<Region> regions = regions(options.regions());
      return new Subject.Picture(remote.get(options.imageUrl(), fetched), regions);
    }
    if (options.embedding() != null) {
      return known(options, options.embedding(), images.isEmpty());
    }
    if (images.isEmpty()) {
      throw ErrorSentences.malformed("image", "There is no picture. " + ErrorSentences.FORMS);
    }
    return new Subject.Picture(images.getFirst(), regions(options.regions()));
  }

  /**
   * Checks the regions alone, of options for many pictures.
   *
   * @throws ProblemException if there are too many, or one is none
   * @throws dev.clipcoder.image.InvalidRegionException if one is not inside a picture
   */
  void requireRegions(PictureOptions options) {
    List<Region> _ = regions(options.regions());
  }

  private Subject known(PictureOptions options, List<@Nullable Float> numbers, boolean alone) {
    if (!alone) {
      throw ErrorSentences.malformed(
          "embedding", "Both 'image' and 'embedding' are given. Send one of them.");
    }
    if (options.regions() != null) {
      throw ErrorSentences.impossible(
          "regions", "An embedding has no regions. Send the picture, or leave 'regions' out.");
    }
    return new Subject.Known(embedding(numbers));
  }

  /**
   * A vector of this model as it was sent.
   *
   * @throws ProblemException if one of its elements is no number
   * @throws WrongDimensionException if it is of another length
   * @throws dev.clipcoder.embedding.InvalidEmbeddingException if it is no unit vector
   */
  Embedding embedding(List<@Nullable Float> numbers) {
    float[] values = new float[numbers.size()];
    for (int i = 0; i < values.length; i++) {
      Float value = numbers.get(i);
      if (value == null) {
        throw ErrorSentences.malformed(
            "embedding[%d]".formatted(i), "'embedding[%d]' must be a number.".formatted(i));
      }
      values[i] = value;
    }
    if (numbers.size() != dimension) {
      throw new WrongDimensionException(numbers.size(), dimension);
    }
    return Embedding.ofUnit(values);
  }

  private List<Region> regions(@Nullable List<@Nullable List<@Nullable Double>> regions) {
    if (regions == null) {
      return List.of();
    }
    if (regions.isEmpty()) {
      throw ErrorSentences.malformed(
          "regions", "'regions' is empty. Leave it out for the whole picture.");
    }
    if (regions.size() > limits.maxRegions()) {
      throw ErrorSentences.malformed(
          "regions",
          "%d regions; at most %d in one request (clipcoder.requests.max-regions)."
              .formatted(regions.size(), limits.maxRegions()));
    }
    List<Region> parsed = new ArrayList<>(regions.size());
    for (int i = 0; i < regions.size(); i++) {
      List<@Nullable Double> sides = regions.get(i);
      if (sides == null || sides.size() != 4 || sides.stream().anyMatch(Objects::isNull)) {
        throw ErrorSentences.malformed(
            "regions[%d]".formatted(i),
            "A region is [x, y, width, height]: four numbers from 0 to 1.");
      }
      List<Double> given = sides.stream().map(Objects::requireNonNull).toList();
      parsed.add(new Region(given.get(0), given.get(1), given.get(2), given.get(3)));
    }
    return parsed;
  }
}
