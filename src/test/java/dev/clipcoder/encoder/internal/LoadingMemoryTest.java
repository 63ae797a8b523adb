package dev.clipcoder.encoder.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clipcoder.model.Checkpoint;
import dev.clipcoder.model.CheckpointReader;
import dev.clipcoder.model.Precision;
import dev.clipcoder.testing.Fixtures;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a checkpoint takes in memory while it is loaded, by the kernel's account of its mapping. */
@EnabledOnOs(OS.LINUX)
class LoadingMemoryTest {

  private static final int LAYERS = 12;
  private static final int WIDTH = 768;
  private static final int INNER = 3072;
  private static final String FILE = "model.safetensors";

  @TempDir
  Path folder;

  private long weightBytes;

  /** A vision tower of real size, all zeros, in front of the text tower of a small checkpoint. */
  @BeforeEach
  void write() throws IOException {
    Path small = Fixtures.checkpoint("eos-2");
    for (String name : List.of("tokenizer.json", "preprocessor_config.json")) {
      Files.copy(small.resolve(name), folder.resolve(name));
    }
    Files.writeString(folder.resolve("config.json"), """
        {"model_type": "clip", "projection_dim": 24,
         "text_config": {"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 1,
           "num_attention_heads": 2, "vocab_size": 640, "eos_token_id": 2},
         "vision_config": {"hidden_size": %d, "intermediate_size": %d, "num_hidden_layers": %d,
           "num_attention_heads": 12, "image_size": 32, "patch_size": 8}}""".formatted(WIDTH, INNER, LAYERS));
    Header header = new Header();
    String vision = "vision_model.";
    header.add(vision + "embeddings.class_embedding", WIDTH);
    header.add(vision + "embeddings.patch_embedding.weight", WIDTH, 3, 8, 8);
    header.add(vision + "embeddings.position_embedding.weight", 17, WIDTH);
    for (String norm : List.of("pre_layrnorm", "post_layernorm")) {
      header.linear(vision + norm, WIDTH);
    }
    for (int layer = 0; layer < LAYERS; layer++) {
      header.layer(vision + "encoder.layers." + layer + ".", WIDTH, INNER);
    }
    header.add("visual_projection.weight", 24, WIDTH);
    header.add("text_model.embeddings.token_embedding.weight", 640, 16);
    header.add("text_model.embeddings.position_embedding.weight", 77, 16);
    header.layer("text_model.encoder.layers.0.", 16, 32);
    header.linear("text_model.final_layer_norm", 16);
    header.add("text_projection.weight", 24, 16);
    header.add("logit_scale");
    weightBytes = header.write(folder.resolve(FILE));
  }

  @ParameterizedTest
  @EnumSource(
      value = Precision.class,
      names = {"FP16", "BF16", "INT8"})
  void load_anotherPrecision_neverHasWeightsAndCopiesTogether(Precision precision)
      throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    long largest;
    try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
      Future<Long> watch = threads.submit(() -> largestResident(done));
      try (Checkpoint checkpoint =
              CheckpointReader.rememberingIn(folder.resolve("data")).read("large", folder);
          TorchModule _ = TorchModule.load(checkpoint, 1, new ComputeDevice(-1, precision))) {
        done.countDown();
      } finally {
        done.countDown();
      }
      largest = watch.get();
    }
    assertThat(weightBytes).isGreaterThan(300_000_000);
    assertThat(largest).isBetween(1L, weightBytes / 4);
  }

  private static long largestResident(CountDownLatch done) throws Exception {
    long largest = 0;
    do {
      largest = Math.max(largest, resident());
    } while (!done.await(2, TimeUnit.MILLISECONDS));
    return largest;
  }

  /** Bytes of the file that are in this process's memory. */
  private static long resident() throws IOException {
    long kilobytes = 0;
    boolean isOfTheFile = false;
    for (String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
      if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
        isOfTheFile = line.endsWith("/" + FILE);
      } else if (isOfTheFile && line.startsWith("Rss:")) {
        kilobytes += Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    return kilobytes * 1024;
  }

  /** The head of a safetensors file of F32 zeros. */
  private static final class Header {

    private final StringJoiner tensors = new StringJoiner(",", "{", "}");
    private long end;

    void add(String name, long... shape) {
      long begin = end;
      long bytes = Float.BYTES;
      StringJoiner extents = new StringJoiner(",", "[", "]");
      for (long extent : shape) {
        bytes *= extent;
        extents.add(String.valueOf(extent));
      }
      end += bytes;
      tensors.add("\"%s\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
          .formatted(name, extents, begin, end));
    }

    void linear(String name, long... shape) {
      add(name + ".weight", shape);
      add(name + ".bias", shape[0]);
    }

    void layer(String at, long width, long inner) {
      linear(at + "layer_norm1", width);
      linear(at + "layer_norm2", width);
      for (String part : List.of("q_proj", "k_proj", "v_proj", "out_proj")) {
        linear(at + "self_attn." + part, width, width);
      }
      linear(at + "mlp.fc1", inner, width);
      linear(at + "mlp.fc2", width, inner);
    }

    /** Returns how many bytes the tensors have. */
    long write(Path file) throws IOException {
      byte[] json = tensors.toString().getBytes(StandardCharsets.UTF_8);
      int padded = (json.length + 7) / 8 * 8;
      ByteBuffer head = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN);
      head.putLong(padded).put(json);
      while (head.hasRemaining()) {
        head.put((byte) ' ');
      }
      try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
        out.write(head.array());
        out.setLength(head.capacity() + end);
      }
      return end;
    }
  }
}
