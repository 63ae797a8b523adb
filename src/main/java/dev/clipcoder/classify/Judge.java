package dev.clipcoder.classify;

import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.image.Region;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says what pictures are, among the candidates of one request. */
interface Judge {

  /** Blocks where the device has to be asked. */
  Classification classify(Embedding seen, @Nullable Region region, Work work);

  ClassifyResult result(List<Classification> classifications, Timings timings, CacheUse cacheUse);
}
