package dev.clipcoder.classify;

import dev.clipcoder.coder.ClassScores;
import dev.clipcoder.embedding.Embedding;
import dev.clipcoder.image.Region;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says what pictures are, among the candidates of one request. */
interface Judge {

  /** Blocks where the device has to be asked. */
  Classification classify(Embedding seen, @Nullable Region region, Work work);

  /** How sure the first stage is. */
  static AnswerMetrics.Best best(ClassScores scores) {
    int[] two = scores.top(2);
    return new AnswerMetrics.Best(
        scores.probability(two[0]),
        two.length < 2 ? Double.NaN : scores.score(two[0]) - scores.score(two[1]));
  }

  ClassifyResult result(List<Classification> classifications, Timings timings, CacheUse cacheUse);
}
