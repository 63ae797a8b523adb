package dev.clipcoder.textgen;

/** Hears how far a generation is. */
public interface GenerationProgress {

  /** Nobody wants to know. */
  GenerationProgress NONE = new GenerationProgress() {
    @Override
    public void begin(long alreadyDone, long total) {}

    @Override
    public void report(long done) {}
  };

  /** Steps were counted; what is already there needs not be done. */
  void begin(long alreadyDone, long total) throws InterruptedException;

  /** So many steps are done. */
  void report(long done) throws InterruptedException;
}
