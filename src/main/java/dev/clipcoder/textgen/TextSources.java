package dev.clipcoder.textgen;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** The sources of generated texts, by name. */
public final class TextSources {

  private final SequencedMap<String, TextSource> sources = new LinkedHashMap<>();

  /** What has to be set before a source can be asked, by its name. */
  private final Map<String, String> missing;

  public TextSources(List<TextSource> sources, Map<String, String> missing) {
    sources.forEach(source -> this.sources.put(source.name(), source));
    this.missing = Map.copyOf(missing);
  }

  /**
   * A source that can be asked.
   *
   * @throws UnknownTextSourceException if there is none of this name, or it is not configured; the message says what to
   *     do
   */
  public TextSource get(String name) {
    TextSource source = sources.get(name);
    if (source == null) {
      throw new UnknownTextSourceException(missing.getOrDefault(
          name,
          "There is no source '%s'. There are %s.".formatted(name, String.join(", ", names()))));
    }
    return source;
  }

  private List<String> names() {
    List<String> names = new java.util.ArrayList<>(sources.sequencedKeySet());
    names.addAll(missing.keySet());
    return names;
  }
}
