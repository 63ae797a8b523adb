package dev.clipcoder.model;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Opens a folder in one of the known layouts and checks that its parts belong together. */
public final class CheckpointReader {

  private static final Layout HUGGING_FACE = new HuggingFaceLayout();
  private static final Layout OPEN_CLIP = new OpenClipLayout();

  /** The exponent of the largest scale that CLIP's training lets grow: it is clamped at 100. */
  private static final double LARGEST_LOG_SCALE = Math.log(1000);

  /** Published models have -10 to -17. */
  private static final double LARGEST_BIAS = 1000;

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
    if (!Files.isDirectory(folder)) {
      throw new CheckpointException(
          "%s is no folder; clipcoder.model takes 'bundled', hf://owner/name, or a folder as Hugging Face or OpenCLIP write it."
              .formatted(folder));
    }
    Layout layout = layout(folder, file -> Files.isRegularFile(folder.resolve(file)));
    Path config = folder.resolve(layout.configFile());
    JsonNode json = JsonFiles.readObject(config);
    Architecture architecture = layout.architecture(json);
    ImagePreprocessing preprocessing = layout.preprocessing(folder, json, architecture);
    TokenizerSource tokenizerSource = layout.tokenizer(folder, json);
    Weights weights = Weights.open(folder, layout);
    Tokenizer tokenizer = null;
    try {
      weights.requireExactly(architecture);
      double logitScale = logitScale(weights.find("logit_scale"));
      Double logitBias = architecture.hasMatches() ? logitBias(weights.find("logit_bias")) : null;
      tokenizer = Tokenizer.open(tokenizerSource, architecture);
      List<Path> others = new ArrayList<>();
      others.add(config);
      others.addAll(tokenizerSource.files());
      layout.preprocessingFiles().forEach(name -> others.add(folder.resolve(name)));
      String fingerprint = fingerprints.of(weights.files(), others);
      return new Checkpoint(
          id, fingerprint, architecture, logitScale, logitBias, weights, tokenizer, preprocessing);
    } catch (RuntimeException e) {
      if (tokenizer != null) {
        tokenizer.close();
      }
      weights.close();
      throw e;
    }
  }

  /**
   * Which layout to read. Many folders have two, and some have a {@code config.json} of a third library: that of
   * transformers counts where its weights are there as well.
   *
   * @param folder where the configurations are; the other files may still be on a hub
   * @param has whether there is a file of this name
   */
  static Layout layout(Path folder, Predicate<String> has) {
    boolean hasConfig = has.test(HUGGING_FACE.configFile());
    boolean hasOpenClip = has.test(OPEN_CLIP.configFile());
    if (!hasConfig && !hasOpenClip) {
      throw new CheckpointException("%s has no %s, nor %s."
          .formatted(folder, HUGGING_FACE.configFile(), OPEN_CLIP.configFile()));
    }
    if (!hasOpenClip) {
      return HUGGING_FACE;
    }
    return hasConfig
            && HUGGING_FACE.weightFiles().stream().anyMatch(has)
            && HuggingFaceLayout.says(
                JsonFiles.readObject(folder.resolve(HUGGING_FACE.configFile())))
        ? HUGGING_FACE
        : OPEN_CLIP;
  }

  /** The scale is stored as its logarithm. */
  private static double logitScale(@Nullable Tensor tensor) {
    return Math.exp(
        number("logit_scale", tensor, LARGEST_LOG_SCALE, "the logarithm of a scale up to 1000"));
  }

  private static double logitBias(@Nullable Tensor tensor) {
    return number("logit_bias", tensor, LARGEST_BIAS, "a number from -1000 to 1000");
  }

  private static double number(
      String name, @Nullable Tensor tensor, double largest, String expected) {
    if (tensor == null) {
      throw new CheckpointException(
          "The weights have no tensor '%s'; expected a single number.".formatted(name));
    }
    if (tensor.data().byteSize() != tensor.type().bytes() || !tensor.type().isFloat()) {
      throw new CheckpointException(
          "%s: tensor '%s' has the shape %s of %s; expected a single number."
              .formatted(tensor.file(), name, tensor.shape(), tensor.type()));
    }
    double number = scalar(tensor);
    if (!(Math.abs(number) <= largest)) {
      throw new CheckpointException(
          "%s: tensor '%s' is %s; expected %s.".formatted(tensor.file(), name, number, expected));
    }
    return number;
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
