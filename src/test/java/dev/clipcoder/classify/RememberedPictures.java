package dev.clipcoder.classify;

/** Lets tests of a whole service begin without what others have left in its memory. */
public final class RememberedPictures {

  private final PictureEmbeddings embeddings;

  RememberedPictures(PictureEmbeddings embeddings) {
    this.embeddings = embeddings;
  }

  public void forget() {
    embeddings.remembered().invalidateAll();
  }
}
