package dev.clipcoder.labelset;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where the texts of a version come from.
 *
 * @param origins each once
 * @param texts for each text in the order of {@link Said#allOf} the index of its origin
 */
public record Provenance(List<Origin> origins, List<Integer> texts) {

  public Provenance {
    origins = List.copyOf(origins);
    texts = List.copyOf(texts);
  }

  /** All from one place. */
  static Provenance of(LabelSetDefinition definition, Origin origin) {
    int texts = Said.allOf(definition).size();
    return new Provenance(List.of(origin), Collections.nCopies(texts, 0));
  }

  /**
   * What the version before said already is of its old origin, the rest of the new one.
   *
   * @param origin of each text that is new
   * @param before null where there is none
   */
  static Provenance of(
      LabelSetDefinition definition,
      Function<Said, Origin> origin,
      @Nullable LabelSetVersion before) {
    Map<Said, Origin> known = new HashMap<>();
    if (before != null) {
      List<Said> old = Said.allOf(before.definition());
      for (int i = 0; i < old.size(); i++) {
        known.put(old.get(i), before.provenance().origin(i));
      }
    }
    Map<Origin, Integer> origins = new LinkedHashMap<>();
    List<Integer> texts = new ArrayList<>();
    for (Said said : Said.allOf(definition)) {
      Origin of = known.containsKey(said) ? known.get(said) : origin.apply(said);
      Integer index = origins.computeIfAbsent(of, _ -> origins.size());
      texts.add(index);
    }
    return new Provenance(List.copyOf(origins.keySet()), texts);
  }

  /** The origin of a text, by its place in the definition. */
  public Origin origin(int said) {
    return origins.get(texts.get(said));
  }
}
