package dev.clipcoder.classify;

import dev.clipcoder.image.Region;
import org.jspecify.annotations.Nullable;

/**
 * What an embedding is of.
 *
 * @param region the part of the picture; null: the whole
 */
record PictureKey(PictureName name, @Nullable Region region) {}
