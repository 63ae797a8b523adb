package dev.clipcoder.model;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Opens a folder in the Hugging Face layout and checks that its parts belong together. */
public final class CheckpointReader {

  private static final String CONFIG = "config.json";
  private static final List<Family> FAMILIES = List.of(new ClipFamily());

  /** The exponent of the largest scale that CLIP's training lets grow: it is clamped at 100. */
  private static final double LARGEST_LOG_SCALE = Math.log(1000);

  private final FingerprintStore fingerprints;

  CheckpointReader(FingerprintStore fingerprints) {
    this.fingerprints = fingerprints;
  }

  /** A reader that remembers fingerprints in the folder. */
  public static CheckpointReader rememberingIn(Path dataDir) {
    return new CheckpointReader(new FingerprintStore(dataDir.resolve("fingerprints.json")));
  }

  /**
   * Opens a checkpoint.
   *
   * @param id the name to call it by
   * @throws CheckpointException if anything in the folder is missing, damaged, or does not fit the rest
   */
  public Checkpoint read(String id, Path folder) {
    Path config = folder.resolve(CONFIG);
    if (!Files.isDirectory(folder)) {
      throw new CheckpointException(
          "%s is no folder; clipcoder.model takes 'bundled', hf://owner/name, or a folder in the Hugging Face layout."
              .formatted(folder));
    }
    if (!Files.isRegularFile(config)) {
      throw new CheckpointException("%s has no %s.".formatted(folder, CONFIG));
    }
    JsonNode json = JsonFiles.readObject(config);
    Architecture architecture = family(json).describe(json);
    ImagePreprocessing preprocessing = ImagePreprocessing.read(folder, architecture.imageSize());
    Weights weights = Weights.open(folder);
    Tokenizer tokenizer = null;
    try {
      weights.requireExactly(architecture);
      double logitScale = logitScale(weights.find("logit_scale"));
      tokenizer = Tokenizer.open(folder, architecture);
      String fingerprint = fingerprints.of(
          weights.files(),
          List.of(config, folder.resolve(Tokenizer.FILE), folder.resolve(ImagePreprocessing.FILE)));
      return new Checkpoint(
          id, fingerprint, architecture, logitScale, weights, tokenizer, preprocessing);
    } catch (RuntimeException e) {
      if (tokenizer != null) {
        tokenizer.close();
      }
      weights.close();
      throw e;
    }
  }

  private static Family family(JsonNode config) {
    String type = config.path("model_type").asString("");
    for (Family family : FAMILIES) {
      if (family.modelType().equals(type)) {
        return family;
      }
    }
    throw new CheckpointException("%s: model_type is '%s'; expected one of %s."
        .formatted(CONFIG, type, FAMILIES.stream().map(Family::modelType).toList()));
  }

  /** The scale is stored as its logarithm. */
  private static double logitScale(@Nullable Tensor tensor) {
    if (tensor == null) {
      throw new CheckpointException(
          "The weights have no tensor 'logit_scale'; expected a single number.");
    }
    if (tensor.data().byteSize() != tensor.type().bytes() || !tensor.type().isFloat()) {
      throw new CheckpointException(
          "%s: tensor 'logit_scale' has the shape %s of %s; expected a single number."
              .formatted(tensor.file(), tensor.shape(), tensor.type()));
    }
    double logarithm = scalar(tensor);
    if (!(Math.abs(logarithm) <= LARGEST_LOG_SCALE)) {
      throw new CheckpointException(
          "%s: tensor 'logit_scale' is %s; expected the logarithm of a scale up to 1000."
              .formatted(tensor.file(), logarithm));
    }
    return Math.exp(logarithm);
  }

  private static double scalar(Tensor tensor) {
    MemorySegment data = tensor.data();
    ValueLayout.OfShort halfLayout =
        ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    return switch (tensor.type()) {
      case F16 -> Float.float16ToFloat(data.get(halfLayout, 0));
      case BF16 -> Float.intBitsToFloat(data.get(halfLayout, 0) << 16);
      default -> data.get(ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), 0);
    };
  }
}
