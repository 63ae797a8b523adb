package dev.clipcoder.textgen;

/** Hears how far a generation is, and remembers what it has cost. */
public interface GenerationProgress {

  /** Nobody wants to know. */
  GenerationProgress NONE = new GenerationProgress() {
    @Override
    public void begin(long alreadyDone, long total) {}

    @Override
    public void report(long done) {}

    @Override
    public long spent() {
      return 0;
    }

    @Override
    public void spend(long tokens) {}
  };

  /** Steps were counted; what is already there needs not be done. */
  void begin(long alreadyDone, long total) throws InterruptedException;

  /** So many steps are done. */
  void report(long done) throws InterruptedException;

  /** Tokens of a language model that this generation has used before, also in processes that are no more. */
  long spent();

  /** So many more were used. For several threads; when it returns that is kept. */
  void spend(long tokens);
}
