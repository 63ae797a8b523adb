package dev.clipcoder.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads SentencePiece's file of a model, a protocol buffer, into what {@code tokenizer.json} would say of it: the
 * pieces with their scores, and the table of the normalisation. Only the type Unigram, which SigLIP has.
 */
final class SentencePieceModel {

  private static final int UNIGRAM = 1;

  /** SigLIP has 32,000, models of many languages up to 256,000; an empty piece takes two bytes in the file. */
  private static final int MAX_PIECES = 300_000;

  /** Types of pieces that a text may give. */
  private static final int NORMAL = 1;

  private static final int UNKNOWN = 2;
  private static final int BYTE = 6;

  private final String file;
  private final ArrayNode pieces = JsonMapper.shared().createArrayNode();
  private final ArrayNode special = JsonMapper.shared().createArrayNode();
  private int unknown = -1;
  private boolean byteFallback;
  private byte[] table = {};

  private SentencePieceModel(String file) {
    this.file = file;
  }

  /**
   * What {@code tokenizer.json} would say.
   *
   * @throws CheckpointException if the file is damaged, or of another type
   */
  static ObjectNode read(String file, byte[] bytes) {
    SentencePieceModel model = new SentencePieceModel(file);
    model.message(ByteBuffer.wrap(bytes), (field, wire, value) -> {
      switch (field) {
        case 1 -> model.piece(model.bytes(wire, value));
        case 2 -> model.trainer(model.bytes(wire, value));
        case 3 -> model.normalizer(model.bytes(wire, value));
        default -> {} // self tests and extensions
      }
    });
    return model.json();
  }

  private ObjectNode json() {
    ObjectNode json = JsonMapper.shared().createObjectNode();
    json.set("added_tokens", special);
    ObjectNode model = json.putObject("model");
    model.put("type", "Unigram");
    model.put("unk_id", unknown);
    model.put("byte_fallback", byteFallback);
    model.set("vocab", pieces);
    ObjectNode normalizer = json.putObject("normalizer");
    normalizer.put("type", "Precompiled");
    normalizer.put("precompiled_charsmap", Base64.getEncoder().encodeToString(table));
    return json;
  }

  private void piece(ByteBuffer message) {
    String[] text = {""};
    float[] score = {0};
    int[] type = {NORMAL};
    message(message, (field, wire, value) -> {
      switch (field) {
        case 1 -> text[0] = StandardCharsets.UTF_8.decode(bytes(wire, value)).toString();
        case 2 -> score[0] = Float.intBitsToFloat((int) number(wire, value));
        case 3 -> type[0] = (int) number(wire, value);
        default -> {}
      }
    });
    int id = pieces.size();
    if (id == MAX_PIECES) {
      throw damaged("it has more than %d pieces".formatted(MAX_PIECES));
    }
    pieces.addArray().add(text[0]).add(score[0]);
    if (type[0] == UNKNOWN) {
      unknown = id;
    }
    if (type[0] != NORMAL && type[0] != BYTE) {
      special.addObject().put("id", id).put("content", text[0]);
    }
  }

  private void trainer(ByteBuffer message) {
    message(message, (field, wire, value) -> {
      if (field == 3) {
        require("model_type", number(wire, value), UNIGRAM);
      } else if (field == 35) {
        byteFallback = number(wire, value) != 0;
      }
    });
  }

  private void normalizer(ByteBuffer message) {
    message(message, (field, wire, value) -> {
      if (field == 2) {
        ByteBuffer charsmap = bytes(wire, value);
        table = new byte[charsmap.remaining()];
        charsmap.get(table);
      } else if (field == 4) {
        require("remove_extra_whitespaces", number(wire, value), 1);
      } else if (field == 5) {
        require("escape_whitespaces", number(wire, value), 1);
      }
    });
  }

  private void require(String name, long found, long expected) {
    if (found != expected) {
      throw damaged("%s is %d; expected %d, as SigLIP has it".formatted(name, found, expected));
    }
  }

  private interface Field {

    /**
     * One field of a message.
     *
     * @param wire 0 and 5: a number; 2: bytes
     * @param value the number, or the bytes
     */
    void accept(int number, int wire, Object value);
  }

  private void message(ByteBuffer in, Field field) {
    while (in.hasRemaining()) {
      long key = varint(in);
      int wire = (int) (key & 7);
      field.accept(
          (int) (key >>> 3),
          wire,
          switch (wire) {
            case 0 -> varint(in);
            case 1 -> take(in, Long.BYTES).getLong();
            case 2 -> take(in, varint(in));
            case 5 -> (long) take(in, Integer.BYTES).getInt();
            default -> throw damaged("it has a field of the wire type %d".formatted(wire));
          });
    }
  }

  private long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE && in.hasRemaining(); shift += 7) {
      byte b = in.get();
      value |= (b & 0x7fL) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw damaged("it ends within a number");
  }

  private ByteBuffer take(ByteBuffer in, long length) {
    if (length < 0 || length > in.remaining()) {
      throw damaged("it ends within a field of %d bytes".formatted(length));
    }
    ByteBuffer taken = in.slice(in.position(), (int) length).order(ByteOrder.LITTLE_ENDIAN);
    in.position(in.position() + (int) length);
    return taken;
  }

  private ByteBuffer bytes(int wire, Object value) {
    if (value instanceof ByteBuffer bytes) {
      return bytes;
    }
    throw damaged("a message has the wire type %d".formatted(wire));
  }

  private long number(int wire, Object value) {
    if (value instanceof Long number) {
      return number;
    }
    throw damaged("a number has the wire type %d".formatted(wire));
  }

  private CheckpointException damaged(String what) {
    return new CheckpointException(
        "%s is no SentencePiece model that can be read: %s.".formatted(file, what));
  }
}
