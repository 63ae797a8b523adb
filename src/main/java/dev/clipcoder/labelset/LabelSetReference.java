package dev.clipcoder.labelset;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A label set as requests name it.
 *
 * @param version the pinned version, null for the one that is served
 */
public record LabelSetReference(String id, @Nullable Integer version) {

  private static final Pattern FORM =
      Pattern.compile("([a-z0-9][a-z0-9._-]{0,63})(?:@([1-9][0-9]{0,8}))?");

  /**
   * Reads {@code pets} or {@code pets@3}.
   *
   * @throws InvalidDefinitionException if it is neither
   */
  public static LabelSetReference parse(String reference) {
    Matcher form = FORM.matcher(reference);
    if (!form.matches()) {
      int at = reference.indexOf('@');
      if (at >= 0 && FORM.matcher(reference.substring(0, at)).matches()) {
        throw InvalidDefinitionException.impossible(
            "labelSet",
            "'%s' names no version: a version is a number from 1, as in %s@3."
                .formatted(reference, reference.substring(0, at)));
      }
      throw InvalidDefinitionException.impossible(
          "labelSet",
          "'%s' is no label set's id: those have 1 to 64 of a-z, 0-9, '.', '_' and '-', the first a letter or digit; a version is pinned as in pets@3."
              .formatted(reference));
    }
    String version = form.group(2);
    return new LabelSetReference(form.group(1), version == null ? null : Integer.valueOf(version));
  }

  /** The version of a reference that is known to have one. */
  int pinnedVersion() {
    if (version == null) {
      throw new IllegalStateException("No version is pinned: " + id);
    }
    return version;
  }

  @Override
  public String toString() {
    return version == null ? id : id + "@" + version;
  }
}
