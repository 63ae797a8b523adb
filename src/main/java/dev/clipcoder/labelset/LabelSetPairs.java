package dev.clipcoder.labelset;

import dev.clipcoder.labelset.LabelSetDefinition.LabelClass;
import dev.clipcoder.labelset.LabelSetDefinition.Pair;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells which pairs of classes have one-to-one texts, and which would need some. */
public final class LabelSetPairs {

  private final LabelSets sets;
  private final PairMeetings meetings;

  LabelSetPairs(LabelSets sets, PairMeetings meetings) {
    this.sets = sets;
    this.meetings = meetings;
  }

  /**
   * Pairs of one version.
   *
   * @param version which one
   * @param pairs in the order that was asked for
   */
  public record Listing(LabelSetVersion version, List<PairCoverage> pairs) {}

  /**
   * The pairs with texts in at least one direction, in the order of the definition.
   *
   * @throws UnknownLabelSetException if the set is not there
   */
  public Listing withTexts(LabelSetReference reference) {
    LabelSetVersion version = sets.get(reference);
    Coverage coverage = new Coverage(version.definition(), meetings.of(reference.id()));
    return new Listing(
        version, coverage.texts.keySet().stream().map(coverage::of).toList());
  }

  /**
   * The pairs that met in a rerank and lack texts in one direction or both, those that met most often first.
   *
   * @throws UnknownLabelSetException if the set is not there
   */
  public Listing missing(LabelSetReference reference) {
    LabelSetVersion version = sets.get(reference);
    Coverage coverage = new Coverage(version.definition(), meetings.of(reference.id()));
    List<PairCoverage> missing = coverage.met.keySet().stream()
        .filter(coverage::isOfTheSet)
        .map(coverage::of)
        .filter(pair -> pair.texts() == 0 || pair.otherTexts() == 0)
        .sorted(Comparator.comparing(
                PairCoverage::met, Comparator.nullsFirst(Comparator.naturalOrder()))
            .reversed()
            .thenComparing(PairCoverage::label)
            .thenComparing(PairCoverage::other))
        .toList();
    return new Listing(version, missing);
  }

  private static final class Coverage {

    private final Map<String, Integer> order = new HashMap<>();
    private final Map<LabelPair, PairMeeting> met;

    /** By pair: by label, how many texts say what is different about it. */
    private final Map<LabelPair, Map<String, Integer>> texts = new LinkedHashMap<>();

    Coverage(LabelSetDefinition definition, Map<LabelPair, PairMeeting> met) {
      this.met = met;
      for (LabelClass one : definition.classes()) {
        if (!one.background()) {
          order.put(one.label(), order.size());
        }
      }
      for (Pair pair : definition.oneToOne()) {
        if (!pair.texts().isEmpty()) {
          texts
              .computeIfAbsent(LabelPair.of(pair.label(), pair.other()), _ -> new HashMap<>())
              .merge(pair.label(), pair.texts().size(), Integer::sum);
        }
      }
    }

    /** Versions change, and what was counted stays. */
    boolean isOfTheSet(LabelPair pair) {
      return order.containsKey(pair.first()) && order.containsKey(pair.second());
    }

    PairCoverage of(LabelPair pair) {
      boolean inOrder = order.getOrDefault(pair.first(), 0) < order.getOrDefault(pair.second(), 0);
      String label = inOrder ? pair.first() : pair.second();
      String other = inOrder ? pair.second() : pair.first();
      Map<String, Integer> said = texts.getOrDefault(pair, Map.of());
      @Nullable PairMeeting meeting = met.get(pair);
      int ownTexts = said.getOrDefault(label, 0);
      int otherTexts = said.getOrDefault(other, 0);
      @Nullable Long uncounted = ownTexts > 0 && otherTexts > 0 ? null : Long.valueOf(0);
      return new PairCoverage(
          label,
          other,
          ownTexts,
          otherTexts,
          meeting == null ? uncounted : Long.valueOf(meeting.met()),
          meeting == null ? null : meeting.lastMet());
    }
  }
}
