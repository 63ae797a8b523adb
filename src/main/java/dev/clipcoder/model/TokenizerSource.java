package dev.clipcoder.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Where a tokenizer comes from: in each case it ends as what {@code tokenizer.json} says. */
sealed interface TokenizerSource {

  String JSON = "tokenizer.json";
  String VOCABULARY = "vocab.json";
  String MERGES = "merges.txt";
  String SENTENCE_PIECE = "spiece.model";

  /** What the tokenizers library reads. */
  ObjectNode json();

  /** What to call it in messages. */
  String name();

  /** The files that it is read from, for the fingerprint. */
  List<Path> files();

  /** The best that the folder has. */
  static @Nullable TokenizerSource find(Path folder) {
    if (Files.isRegularFile(folder.resolve(JSON))) {
      return new Complete(folder.resolve(JSON));
    }
    Path vocabulary = folder.resolve(VOCABULARY);
    Path merges = folder.resolve(MERGES);
    return Files.isRegularFile(vocabulary) && Files.isRegularFile(merges)
        ? new Parts(vocabulary, merges)
        : null;
  }

  /** The whole tokenizer in one file. */
  record Complete(Path file) implements TokenizerSource {

    /** That of Gemma has 34 MB. */
    private static final long MAX_BYTES = 64L << 20;

    /** The largest, SigLIP 2's, has 256,000 pieces and 580,000 merges of two, each a list. */
    private static final JsonMapper MAPPER = JsonFiles.mapper(4_000_000);

    @Override
    public ObjectNode json() {
      return (ObjectNode) JsonFiles.readObject(file, MAX_BYTES, MAPPER);
    }

    @Override
    public String name() {
      return JSON;
    }

    @Override
    public List<Path> files() {
      return List.of(file);
    }
  }

  /** CLIP's older form: the vocabulary and the merges, the rest being the same for all. */
  record Parts(Path vocabulary, Path merges) implements TokenizerSource {

    private static final long MAX_MERGES_BYTES = 4L << 20;

    @Override
    public ObjectNode json() {
      try {
        if (Files.size(merges) > MAX_MERGES_BYTES) {
          throw new CheckpointException(
              "%s has more than %d bytes.".formatted(MERGES, MAX_MERGES_BYTES));
        }
        return ClipBytePairs.of(
                JsonFiles.readObject(vocabulary),
                ClipBytePairs.lines(MERGES, Files.readAllBytes(merges)))
            .json();
      } catch (IOException e) {
        throw new CheckpointException("Cannot read %s: %s".formatted(merges, e.getMessage()), e);
      }
    }

    @Override
    public String name() {
      return VOCABULARY;
    }

    @Override
    public List<Path> files() {
      return List.of(vocabulary, merges);
    }
  }

  /** SentencePiece's own file. */
  record SentencePiece(Path file) implements TokenizerSource {

    /** The largest that SigLIP has are 4 MB. */
    private static final long MAX_BYTES = 32L << 20;

    @Override
    public ObjectNode json() {
      try {
        if (Files.size(file) > MAX_BYTES) {
          throw new CheckpointException(
              "%s has more than %d bytes.".formatted(SENTENCE_PIECE, MAX_BYTES));
        }
        return SentencePieceModel.read(SENTENCE_PIECE, Files.readAllBytes(file));
      } catch (IOException e) {
        throw new CheckpointException("Cannot read %s: %s".formatted(file, e.getMessage()), e);
      }
    }

    @Override
    public String name() {
      return SENTENCE_PIECE;
    }

    @Override
    public List<Path> files() {
      return List.of(file);
    }
  }

  /** OpenAI's vocabulary, which comes with the service; a checkpoint that names no other one means it. */
  record OpenAi() implements TokenizerSource {

    private static final String RESOURCE = "openai-clip-merges.txt.gz";

    @Override
    public ObjectNode json() {
      try (InputStream resource = TokenizerSource.class.getResourceAsStream(RESOURCE)) {
        if (resource == null) {
          throw new IllegalStateException("This build lacks " + RESOURCE);
        }
        byte[] merges = new GZIPInputStream(resource).readAllBytes();
        return ClipBytePairs.inOrderOf(
                new String(merges, StandardCharsets.UTF_8).lines().toList())
            .json();
      } catch (IOException e) {
        throw new IllegalStateException("Cannot read " + RESOURCE, e);
      }
    }

    @Override
    public String name() {
      return "OpenAI's vocabulary";
    }

    @Override
    public List<Path> files() {
      return List.of();
    }
  }
}
