package dev.clipcoder.api;

import dev.clipcoder.classify.CoderRequest;
import dev.clipcoder.classify.TextSelection;
import dev.clipcoder.coder.TextKind;
import dev.clipcoder.labelset.LabelSetReference;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Checks which vector a request asks for and puts it into the terms of the use case. */
@Component
final class CoderMapper {

  private static final String FULL = "full";
  private static final String COMPACT = "compact";
  private static final String ONE_TO_ONE = "oneToOne";

  private static final Map<String, TextKind> KINDS =
      EnumSet.complementOf(EnumSet.of(TextKind.ONE_TO_ONE)).stream()
          .collect(Collectors.toMap(kind -> kind.name().toLowerCase(Locale.ROOT), kind -> kind));

  private final RequestLimits limits;
  private final SubjectMapper subjects;

  CoderMapper(RequestLimits limits, SubjectMapper subjects) {
    this.limits = limits;
    this.subjects = subjects;
  }

  /**
   * What is to be done.
   *
   * @throws ProblemException if the request contradicts itself or lacks something
   */
  CoderRequest map(Submission<CoderQuery> submission) {
    CoderQuery query = submission.options();
    if (query.labelSet() == null) {
      throw ErrorSentences.malformed(
          "labelSet",
          "'labelSet' is missing: a CODER vector compares with the texts of a label set. Add labelSet=pets, with the id of yours.");
    }
    LabelSetReference labelSet = LabelSetReference.parse(query.labelSet());
    TextSelection selection = selection(query);
    boolean compact = isCompact(query.form());
    return new CoderRequest(
        subjects.map(submission),
        labelSet,
        selection,
        compact,
        Boolean.TRUE.equals(query.normalize()));
  }

  private TextSelection selection(CoderQuery query) {
    if (query.pair() == null) {
      return query.kinds() == null ? TextSelection.General.ALL : general(query.kinds());
    }
    if (query.kinds() != null) {
      throw ErrorSentences.malformed(
          "kinds",
          "Both 'kinds' and 'pair' are given: a pair is compared with its one-to-one texts only. Send one of them.");
    }
    List<String> labels =
        TextLists.checked("pair", query.pair(), limits.maxLabels(), limits.maxTextLength());
    if (labels.size() != 2) {
      throw ErrorSentences.malformed(
          "pair",
          "'pair' needs exactly two labels, such as pair=cat&pair=dog; it has %d."
              .formatted(labels.size()));
    }
    return new TextSelection.OneToOne(labels.getFirst(), labels.getLast());
  }

  private TextSelection general(List<@Nullable String> names) {
    Set<TextKind> kinds = EnumSet.noneOf(TextKind.class);
    for (String name :
        TextLists.checked("kinds", names, limits.maxLabels(), limits.maxTextLength())) {
      kinds.add(kind(name));
    }
    return new TextSelection.General(kinds);
  }

  private static TextKind kind(String name) {
    TextKind kind = KINDS.get(name);
    if (kind != null) {
      return kind;
    }
    throw ErrorSentences.malformed(
        "kinds",
        name.equals(ONE_TO_ONE)
            ? "One-to-one texts belong to a pair of labels. Write pair=cat&pair=dog instead of kinds=oneToOne."
            : "Unknown kind '%s'; there are name, attribute, analogous and synonym.%s"
                .formatted(name, Nearest.suggestion(name, KINDS.keySet())));
  }

  private static boolean isCompact(@Nullable String form) {
    return switch (form) {
      case null -> false;
      case FULL -> false;
      case COMPACT -> true;
      default ->
        throw ErrorSentences.malformed(
            "form",
            "Unknown form '%s'; there are full and compact.%s"
                .formatted(form, Nearest.suggestion(form, Set.of(FULL, COMPACT))));
    };
  }
}
