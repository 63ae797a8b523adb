package dev.clipcoder.model;

/** Which position of a token sequence holds the text's meaning after the text tower. */
public sealed interface EndOfText {

  /**
   * The position in the sequence, or -1 if it has none.
   *
   * @param ids token ids, begin and end of text included
   */
  int position(long[] ids);

  /** The first occurrence of one token. */
  record First(long token) implements EndOfText {
    @Override
    public int position(long[] ids) {
      for (int i = 0; i < ids.length; i++) {
        if (ids[i] == token) {
          return i;
        }
      }
      return -1;
    }
  }

  /**
   * The first occurrence of the highest id. Checkpoints whose configuration says {@code eos_token_id: 2} were
   * trained this way: OpenAI's vocabulary has the end of text as its last token, and that entry of the
   * configuration never was true.
   */
  record Highest() implements EndOfText {
    @Override
    public int position(long[] ids) {
      int best = -1;
      for (int i = 0; i < ids.length; i++) {
        if (best < 0 || ids[i] > ids[best]) {
          best = i;
        }
      }
      return best;
    }
  }

  /** The last position of a sequence that always fills the context: shorter texts are padded. */
  record Last() implements EndOfText {
    @Override
    public int position(long[] ids) {
      return ids.length - 1;
    }
  }
}
