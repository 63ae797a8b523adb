package dev.clipcoder.model;

import static dev.clipcoder.model.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.clipcoder.testing.Fixtures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Every way in which a checkpoint can be wrong is told in one sentence that names file, key, found and expected. */
class DamagedCheckpointTest {

  private static final String WEIGHTS = "model.safetensors";
  private static final String CONFIG = "config.json";

  @TempDir
  Path temporary;

  /** Loading the native library is no part of what a file costs. */
  @BeforeAll
  static void loadLibrary() {
    Tokenizer.loadLibrary();
  }

  interface Damage {
    void to(Path folder) throws IOException;
  }

  static Stream<Arguments> damages() {
    return Stream.of(
        damage("no config", delete(CONFIG), "has no config.json"),
        damage(
            "config no JSON", write(CONFIG, "{\"model_type\": "), "config.json is not sound JSON"),
        damage(
            "config a list",
            write(CONFIG, "[]"),
            "config.json holds array; expected a JSON object"),
        damage("key twice", write(CONFIG, "{\"a\":1,\"a\":2}"), "Duplicate"),
        damage("deep JSON", write(CONFIG, "[".repeat(100_000)), "config.json is not sound JSON"),
        damage(
            "family",
            replace(CONFIG, "\"clip\"", "\"blip\""),
            "model_type is 'blip'; expected one of [clip, siglip]"),
        damage(
            "activation",
            config("vision_config", "hidden_act", "\"relu\""),
            "vision_config.hidden_act is \"relu\"; expected one of [quick_gelu, gelu]"),
        damage(
            "heads",
            config("vision_config", "num_attention_heads", "5"),
            "a divisor of hidden_size"),
        damage(
            "negative",
            config("vision_config", "num_hidden_layers", "-1"),
            "num_hidden_layers is -1"),
        damage(
            "huge",
            config("text_config", "vocab_size", "99999999999"),
            "vocab_size is 99999999999"),
        damage(
            "fraction",
            config("text_config", "layer_norm_eps", "\"x\""),
            "text_config.layer_norm_eps"),
        damage(
            "more layers than the file",
            config("vision_config", "num_hidden_layers", "2"),
            "has no tensor 'vision_model.encoder.layers.1."),
        damage(
            "unknown tensor",
            header("\"logit_scale\"", "\"logit_scald\""),
            "tensor 'logit_scald' of shape [] is not part of the clip model"),
        damage(
            "other shape",
            config("text_config", "vocab_size", "641"),
            "expected [641, 16] by config.json"),
        damage(
            "values that fill the memory",
            write(CONFIG, "{\"a\": [" + "{},".repeat(2_000_000) + "{}]}"),
            "config.json is not sound JSON: Token count (1000001) exceeds"),
        damage(
            "tokenizer that fills the memory",
            write("tokenizer.json", "{\"a\": [" + "{},".repeat(5_000_000) + "{}]}"),
            "tokenizer.json is not sound JSON: Token count (4000001) exceeds"),
        damage(
            "header that fills the memory",
            longHeader(100_000_000),
            "claims a header of 100000000 bytes"),
        damage("no weights", delete(WEIGHTS), "has no weights: expected model.safetensors"),
        damage("empty weights", write(WEIGHTS, ""), "has 0 bytes, fewer than the 8"),
        damage("truncated", truncate(0.5), "expected a range within the file's"),
        damage("truncated in the header", truncate(0.001), "claims a header of"),
        damage("longer", append(7), "expected the same"),
        damage(
            "header bomb",
            headerLength(Long.MAX_VALUE),
            "claims a header of 9223372036854775807 bytes"),
        damage(
            "negative header", headerLength(-1), "claims a header of 18446744073709551615 bytes"),
        damage("header no JSON", headerLength(20), "model.safetensors (header) is not sound JSON"),
        damage("dtype", header("\"F32\"", "\"F99\""), "has the dtype \"F99\"; expected one of"),
        damage("bytes for another dtype", header("\"F32\"", "\"F16\""), "needs"),
        damage("integer weights", header("\"F32\"", "\"I32\""), "of I32; expected"),
        damage("overlap", header("\"data_offsets\":[0,", "\"data_offsets\":[1,"), "needs"),
        damage(
            "no tokenizer",
            folder -> {
              delete("tokenizer.json").to(folder);
              delete("vocab.json").to(folder);
            },
            "has no tokenizer.json"),
        damage(
            "broken tokenizer",
            write("tokenizer.json", "{\"model\":{\"vocab\":{\"a\":1}}}"),
            "not a tokenizer"),
        damage("no vocabulary", write("tokenizer.json", "{}"), "has no vocabulary"),
        damage(
            "prefix that ends the native code",
            replace(
                "tokenizer.json",
                "\"continuing_subword_prefix\": \"\"",
                "\"continuing_subword_prefix\": \"Unigram\""),
            "its model has a continuing_subword_prefix; expected none"),
        damage(
            "normalizer that ends the native code",
            replace("tokenizer.json", "\"type\": \"NFC\"", "\"type\": \"Precompiled\""),
            "its normalizer has the type 'Precompiled'; expected one of [Lowercase, NFC"),
        damage(
            "empty expression",
            replace("tokenizer.json", "\"Regex\": \"\\\\s+\"", "\"Regex\": \"\""),
            "its normalizer has the pattern {\"Regex\":\"\"}; expected those of CLIP"),
        damage(
            "expression that takes for ever",
            replace("tokenizer.json", "\"Regex\": \"\\\\s+\"", "\"Regex\": \"(a+)+$\""),
            "expected those of CLIP"),
        damage(
            "another kind of model",
            replace("tokenizer.json", "\"type\": \"BPE\"", "\"type\": \"Unigram\""),
            "its model has the type 'Unigram'; expected BPE"),
        damage(
            "unknown unknown",
            replace(
                "tokenizer.json",
                "\"unk_token\": \"<|endoftext|>\"",
                "\"unk_token\": \"<|none|>\""),
            "which it does not know"),
        damage(
            "other vocabulary",
            replace("tokenizer.json", "\"id\": 639", "\"id\": 640"),
            "has the token id 640; expected ids below 640"),
        damage(
            "no preprocessor",
            delete("preprocessor_config.json"),
            "has no preprocessor_config.json"),
        damage(
            "resample",
            replace("preprocessor_config.json", "\"resample\": 3", "\"resample\": 2"),
            "resample is 2"),
        damage(
            "resample no number",
            replace("preprocessor_config.json", "\"resample\": 3", "\"resample\": \"lanczos\""),
            "resample is \"lanczos\"; expected 3"),
        damage(
            "size beyond an int",
            replace(
                "preprocessor_config.json",
                "\"shortest_edge\": 32",
                "\"shortest_edge\": 6862745098"),
            "expected a number of pixels from 1 to 4096"),
        damage(
            "width beyond an int",
            replace("preprocessor_config.json", "\"width\": 32", "\"width\": 6862745098"),
            "expected a square of config.json's image_size, 32"),
        damage(
            "step neither on nor off",
            replace("preprocessor_config.json", "\"do_resize\": true", "\"do_resize\": \"maybe\""),
            "do_resize is \"maybe\"; expected true"),
        damage(
            "epsilon beyond a double",
            config("vision_config", "layer_norm_eps", "1" + "0".repeat(400)),
            "expected a number between 0 and 1"),
        damage(
            "layers that fill the memory",
            config("text_config", "num_hidden_layers", "9999999"),
            "num_hidden_layers is 9999999; expected at most 1000"),
        damage(
            "crop of another size",
            replace("preprocessor_config.json", "\"height\": 32", "\"height\": 48"),
            "expected a square of config.json's image_size, 32"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("damages")
  void read_damaged_saysWhatIsWrong(String name, Damage damage, String sentence)
      throws IOException {
    Path folder = Fixtures.copy(Fixtures.checkpoint("eos-2"), temporary.resolve("checkpoint"));
    damage.to(folder);

    assertRefused(() -> reader().read("damaged", folder), sentence);
  }

  static Stream<Arguments> damagesOfOlderFiles() {
    String vocabulary = "vocab.json";
    String merges = "merges.txt";
    return Stream.of(
        damage(
            "no merges", delete(merges), "has no tokenizer.json, nor vocab.json with merges.txt"),
        damage("vocabulary no JSON", write(vocabulary, "{\"a\": NaN}"), "is not sound JSON"),
        damage("token twice", write(vocabulary, "{\"a\":1,\"a\":2}"), "Duplicate"),
        damage("vocabulary a list", write(vocabulary, "[1]"), "holds array"),
        damage("deep vocabulary", write(vocabulary, "{\"a\":".repeat(70)), "is not sound JSON"),
        damage("no end of text", write(vocabulary, "{\"a\":1}"), "has no id for '<|startoftext|>'"),
        damage(
            "id that is text",
            replace(vocabulary, "\"!\": 0", "\"!\": \"x\""),
            "'!' has the id \"x\"; expected a whole number"),
        damage(
            "id that is negative",
            replace(vocabulary, "\"!\": 0", "\"!\": -1"),
            "'!' has the id -1; expected a whole number"),
        damage(
            "id that is huge",
            replace(vocabulary, "\"!\": 0", "\"!\": 1" + "0".repeat(400)),
            "expected a whole number"),
        damage(
            "id of a number too long to read",
            replace(vocabulary, "\"!\": 0", "\"!\": " + "1".repeat(100_000)),
            "is not sound JSON"),
        damage(
            "id beyond the table",
            replace(vocabulary, "\"!\": 0", "\"!\": 640"),
            "vocab.json has the token id 640; expected ids below 640"),
        damage("merge of one token", write(merges, "a\n"), "has the line 'a'"),
        damage("merge of three", write(merges, "a b c\n"), "has the line 'a b c'"),
        damage("merge of nothing", write(merges, " \n"), "expected two tokens and a space"),
        damage(
            "merge into nothing",
            write(merges, "a zz\n"),
            "merges into 'zz', which vocab.json does not have"),
        damage("long line", write(merges, "a".repeat(1 << 20)), "expected two tokens and a space"),
        damage(
            "merges not UTF-8",
            folder -> Files.write(folder.resolve(merges), new byte[] {(byte) 0xc3, '('}),
            "merges.txt is not UTF-8"),
        damage(
            "merges that are huge",
            folder -> {
              try (var file =
                  new java.io.RandomAccessFile(folder.resolve(merges).toFile(), "rw")) {
                file.setLength(64L << 20);
              }
            },
            "merges.txt has more than"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("damagesOfOlderFiles")
  void read_damagedVocabulary_saysWhatIsWrong(String name, Damage damage, String sentence)
      throws IOException {
    Path folder = Fixtures.copy(Fixtures.layout("vocab-merges"), temporary.resolve("checkpoint"));
    damage.to(folder);

    assertRefused(() -> reader().read("damaged", folder), sentence);
  }

  static Stream<Arguments> damagesOfSiglip() {
    String tokenizer = "tokenizer.json";
    String preprocessor = "preprocessor_config.json";
    return Stream.of(
        damage(
            "activation",
            config("text_config", "hidden_act", "\"quick_gelu\""),
            "text_config.hidden_act is \"quick_gelu\"; expected one of [gelu_pytorch_tanh, gelu]"),
        damage(
            "no head",
            config("vision_config", "vision_use_head", "false"),
            "vision_config.vision_use_head is false; expected true"),
        damage(
            "towers that do not meet",
            config("text_config", "projection_size", "27"),
            "text_config.projection_size is 27; expected vision_config's hidden_size, 28"),
        damage(
            "other context",
            config("text_config", "max_position_embeddings", "41"),
            "expected [41, 20] by config.json"),
        damage(
            "probe of another name",
            header("head.probe", "head.prode"),
            "has no tensor 'vision_model.head.probe'; expected one of shape [1, 1, 28]"),
        damage(
            "no bias",
            header("\"logit_bias\"", "\"logit_bise\""),
            "tensor 'logit_bise' of shape [1] is not part of the siglip model"),
        damage("no tokenizer", delete(tokenizer), "has no spiece.model, nor tokenizer.json"),
        damage(
            "kind of tokenizer",
            replace(tokenizer, "\"Unigram\"", "\"WordPiece\""),
            "its model has the type 'WordPiece'; expected Unigram (SigLIP) or BPE (SigLIP 2)"),
        damage(
            "normalizer",
            replace(tokenizer, "\"Strip\"", "\"NFD\""),
            "its normalizer has the type 'NFD'; expected one of [Lowercase, Precompiled"),
        damage(
            "table no base64",
            replace(tokenizer, "\"precompiled_charsmap\": \"", "\"precompiled_charsmap\": \"*"),
            "its normalizer has a precompiled_charsmap that is not base64"),
        damage(
            "table of another length",
            replace(tokenizer, "\"precompiled_charsmap\": \"", "\"precompiled_charsmap\": \"////"),
            "claims a trie of"),
        damage(
            "no end of text",
            replace(tokenizer, "\"</s>\"", "\"<s>\""),
            "its model has no piece '</s>', the end of text"),
        damage(
            "unknown piece",
            replace(tokenizer, "\"unk_id\": 2", "\"unk_id\": 99999"),
            "its model has the unk_id 99999; expected that of a piece"),
        damage(
            "score that is text",
            replace(tokenizer, "\"<unk>\",\n        0.0", "\"<unk>\",\n        \"x\""),
            "expected a text and a number"),
        damage(
            "vocabulary of another model",
            config("text_config", "vocab_size", "300"),
            "expected [300, 20] by config.json"),
        damage(
            "spiece.model", write("spiece.model", "\n\177"), "it ends within a field of 127 bytes"),
        damage(
            "spiece.model of another type",
            write("spiece.model", "\022\002\030\002"),
            "model_type is 2; expected 1, as SigLIP has it"),
        damage(
            "resample",
            replace(preprocessor, "\"resample\": 3", "\"resample\": 1"),
            "resample is 1; expected 2 (bilinear) or 3 (bicubic)"),
        damage(
            "no square",
            replace(preprocessor, "\"width\": 36", "\"width\": 35"),
            "expected a square of config.json's image_size, 36"),
        damage(
            "crop",
            replace(preprocessor, "\"do_resize\"", "\"do_center_crop\": true, \"do_resize\""),
            "do_center_crop is true; expected false, as SigLIP checkpoints have it"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("damagesOfSiglip")
  void read_damagedSiglip_saysWhatIsWrong(String name, Damage damage, String sentence)
      throws IOException {
    Path folder = Fixtures.copy(Fixtures.siglip("siglip-f16"), temporary.resolve("checkpoint"));
    damage.to(folder);

    assertRefused(() -> reader().read("damaged", folder), sentence);
  }

  @Test
  void read_timmTowerOfOpenClip_saysWhatIsRead() throws IOException {
    Path folder = Files.createDirectory(temporary.resolve("open-clip"));
    write("open_clip_config.json", """
        {"model_cfg":{"embed_dim":768,"init_logit_bias":-10,"custom_text":true,
          "vision_cfg":{"image_size":224,"timm_model_name":"vit_base_patch16_siglip_224"},
          "text_cfg":{"context_length":64,"vocab_size":32000}},"preprocess_cfg":{}}""").to(folder);

    assertRefused(() -> reader().read("timm", folder), "open_clip_config.json");
  }

  @Test
  void read_shardOfTorchDamaged_isRefused() throws IOException {
    Path folder = Fixtures.copy(Fixtures.layout("torch-sharded"), temporary.resolve("sharded"));
    write("pytorch_model-00002-of-00004.bin", "PK").to(folder);

    assertRefused(
        () -> reader().read("sharded", folder),
        "pytorch_model-00002-of-00004.bin is no zip as torch.save writes it");
  }

  @Test
  void read_noFolder_saysWhatTheSettingTakes() {
    assertRefused(
        () -> reader().read("none", temporary.resolve("none")),
        "is no folder; clipcoder.model takes");
  }

  @Test
  void read_indexNamesAFileOutside_isRefused() throws IOException {
    Path folder =
        Fixtures.copy(Fixtures.checkpoint("gelu-f32-sharded"), temporary.resolve("sharded"));
    replace("model.safetensors.index.json", "model-00002-of-00004", "../model-00002-of-00004")
        .to(folder);

    assertRefused(
        () -> reader().read("sharded", folder),
        "names the shard '../model-00002-of-00004.safetensors'");
  }

  @Test
  void read_shardMissing_isRefused() throws IOException {
    Path folder =
        Fixtures.copy(Fixtures.checkpoint("gelu-f32-sharded"), temporary.resolve("sharded"));
    delete("model-00003-of-00004.safetensors").to(folder);

    assertRefused(
        () -> reader().read("sharded", folder),
        "names the shard 'model-00003-of-00004.safetensors'");
  }

  @Test
  void read_eosPerPlainRule_differsByCheckpoint() {
    try (Checkpoint highest = reader().read("a", Fixtures.checkpoint("eos-2"));
        Checkpoint first = reader().read("b", Fixtures.checkpoint("eos-with-extra-token"))) {
      assertThat(highest.architecture().endOfText()).isEqualTo(new EndOfText.Highest());
      assertThat(first.architecture().endOfText()).isEqualTo(new EndOfText.First(639));
    }
  }

  @Test
  void fingerprint_isRememberedAndChangesWithContent() throws IOException {
    Path folder = Fixtures.copy(Fixtures.checkpoint("eos-2"), temporary.resolve("checkpoint"));
    String first = fingerprint(folder);
    assertThat(fingerprint(folder)).isEqualTo(first);
    assertThat(Files.readString(temporary.resolve("fingerprints.json"))).contains(WEIGHTS);

    Path other =
        Fixtures.copy(Fixtures.checkpoint("eos-with-extra-token"), temporary.resolve("other"));
    assertThat(fingerprint(other)).isNotEqualTo(first);
  }

  private String fingerprint(Path folder) {
    try (Checkpoint checkpoint = reader().read("x", folder)) {
      return checkpoint.fingerprint();
    }
  }

  private CheckpointReader reader() {
    return CheckpointReader.rememberingIn(temporary);
  }

  private static Arguments damage(String name, Damage damage, String sentence) {
    return arguments(name, damage, sentence);
  }

  private static Damage delete(String file) {
    return folder -> Files.delete(folder.resolve(file));
  }

  private static Damage write(String file, String content) {
    return folder -> Files.writeString(folder.resolve(file), content);
  }

  private static Damage replace(String file, String from, String to) {
    return folder -> {
      String content = Files.readString(folder.resolve(file));
      assertThat(content).contains(from);
      Files.writeString(folder.resolve(file), content.replace(from, to));
    };
  }

  private static Damage config(String section, String key, String json) {
    return folder -> {
      JsonNode config = Fixtures.json(folder.resolve(CONFIG));
      ((ObjectNode) config.path(section)).set(key, JsonMapper.shared().readTree(json));
      Files.writeString(folder.resolve(CONFIG), config.toString());
    };
  }

  private static Damage weights(UnaryOperator<byte[]> change) {
    return folder -> {
      Path file = folder.resolve(WEIGHTS);
      Files.write(file, change.apply(Files.readAllBytes(file)));
    };
  }

  private static Damage truncate(double share) {
    return weights(bytes -> java.util.Arrays.copyOf(bytes, (int) (bytes.length * share)));
  }

  private static Damage append(int count) {
    return weights(bytes -> java.util.Arrays.copyOf(bytes, bytes.length + count));
  }

  /** As long as the format allows, and as long as the file says. */
  private static Damage longHeader(int length) {
    return folder -> {
      headerLength(length).to(folder);
      try (var file = new java.io.RandomAccessFile(folder.resolve(WEIGHTS).toFile(), "rw")) {
        file.setLength(8L + length);
      }
    };
  }

  private static Damage headerLength(long length) {
    return weights(bytes -> {
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
      return bytes;
    });
  }

  /** Replaces the first occurrence in the header by something of the same length. */
  private static Damage header(String from, String to) {
    return weights(bytes -> {
      int length = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
      String header = new String(bytes, 8, length, StandardCharsets.UTF_8);
      assertThat(header).contains(from);
      byte[] changed = header
          .replaceFirst(java.util.regex.Pattern.quote(from), to)
          .getBytes(StandardCharsets.UTF_8);
      System.arraycopy(changed, 0, bytes, 8, changed.length);
      return bytes;
    });
  }
}
