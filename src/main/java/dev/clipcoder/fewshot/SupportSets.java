package dev.clipcoder.fewshot;

import dev.clipcoder.database.Database;
import dev.clipcoder.database.Mirror;
import dev.clipcoder.labelset.LabelSetReference;
import dev.clipcoder.labelset.LabelSets;
import dev.clipcoder.labelset.ServedLabelSet;
import dev.clipcoder.labelset.UnknownLabelSetException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** The support sets: registered, changed, deleted and read. Methods block: for virtual threads. */
public final class SupportSets implements AutoCloseable {

  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

  private final Database database;
  private final LabelSets labelSets;
  private final SupportClasses classes;
  private final ExampleRepository examples;

  private final Mirror<SupportSet> served;

  SupportSets(
      Database database, LabelSets labelSets, SupportClasses classes, ExampleRepository examples) {
    this.database = database;
    this.labelSets = labelSets;
    this.classes = classes;
    this.examples = examples;
    this.served = new Mirror<>("support sets", database, SupportSetRepository::find);
  }

  /**
   * What became of a definition.
   *
   * @param isNew whether it says anything that the set did not say before
   */
  public record Registration(SupportSet set, boolean isNew) {}

  /**
   * Registers a set, or changes what it says; its examples stay.
   *
   * @param expected the version that the caller has seen; null if that does not matter, 0 if there must be none
   * @throws InvalidSupportSetException if the definition cannot be read, or says something impossible
   * @throws StaleSupportSetException if the set is at another version than expected
   * @throws UnknownLabelSetException if it names a label set that is not there
   */
  public Registration put(String id, JsonNode json, @Nullable Integer expected) {
    requireId(id);
    SupportSetDefinition definition = DefinitionJson.read(json);
    if (definition.labelSet() == null) {
      ServedLabelSet _ = classes.own(definition);
    } else {
      requireUnpinned(definition.labelSet());
    }
    Registration registration = database.write(sql -> put(sql, id, definition, expected));
    refresh(id);
    return registration;
  }

  private static void requireId(String id) {
    if (!ID.matcher(id).matches()) {
      throw InvalidSupportSetException.impossible(
          "id",
          "'%s' cannot be the id of a support set. Use up to 64 of a-z, 0-9, '.', '_' and '-', a letter or digit first."
              .formatted(id));
    }
  }

  private static void requireUnpinned(String labelSet) {
    if (LabelSetReference.parse(labelSet).version() != null) {
      throw InvalidSupportSetException.impossible(
          "labelSet",
          "A support set follows its label set; name the set alone, without a version.");
    }
  }

  private Registration put(
      JdbcClient sql, String id, SupportSetDefinition definition, @Nullable Integer expected) {
    if (definition.labelSet() != null) {
      labelSets.requireInUse(sql, definition.labelSet());
    }
    Optional<SupportSet> present = SupportSetRepository.lock(sql, id);
    requireVersion(id, expected, present);
    if (present.isEmpty()) {
      while (SupportSetRepository.purge(sql, id, Database.MOST_ROWS)) {
        // What a delete that was cut off has left.
      }
      return new Registration(SupportSetRepository.create(sql, id, definition), true);
    }
    return present.get().definition().equals(definition)
        ? new Registration(present.get(), false)
        : new Registration(SupportSetRepository.redefine(sql, id, definition), true);
  }

  private static void requireVersion(
      String id, @Nullable Integer expected, Optional<SupportSet> present) {
    int current = present.map(SupportSet::version).orElse(0);
    if (expected != null && expected != current) {
      throw new StaleSupportSetException(id, expected, current);
    }
  }

  /**
   * Deletes a set with all its examples.
   *
   * @throws UnknownSupportSetException if there is no such set
   * @throws StaleSupportSetException if the set is at another version than expected
   */
  public void delete(String id, @Nullable Integer expected) {
    database.write(sql -> {
      Optional<SupportSet> present = SupportSetRepository.lock(sql, id);
      if (present.isEmpty()) {
        throw new UnknownSupportSetException(id);
      }
      requireVersion(id, expected, present);
      SupportSetRepository.markDeleted(sql, id);
      return true;
    });
    refresh(id);
    boolean more = true;
    while (more) {
      more = database.write(sql -> SupportSetRepository.find(sql, id).isEmpty()
          && SupportSetRepository.purge(sql, id, Database.MOST_ROWS));
    }
  }

  /**
   * The set as it stands.
   *
   * @throws UnknownSupportSetException if there is none
   */
  public SupportSet get(String id) {
    Optional<SupportSet> found = database.read(sql -> SupportSetRepository.find(sql, id));
    return found.orElseThrow(() -> new UnknownSupportSetException(id));
  }

  /** The set as it was a second ago, or when the database answered last: from memory where it was asked for before. */
  public SupportSet serve(String id) {
    return served.get(id).orElseThrow(() -> new UnknownSupportSetException(id));
  }

  /** What is served is looked up anew with the next request. */
  void refresh(String id) {
    served.forget(id);
  }

  /** The labels of the set's classes, background included, in their order. */
  public List<String> labels(SupportSet set) {
    return classes.labels(set.definition());
  }

  /** How many examples each label has, also such as are no class any more. */
  public Map<String, Integer> countsByLabel(String id) {
    return database.read(sql -> ExampleRepository.countsByLabel(sql, id));
  }

  /** The sets in the order of their ids, from after the given one; empty to begin with the first. */
  public List<SupportSet> list(String after, int most) {
    return database.read(sql -> SupportSetRepository.list(sql, after, most));
  }

  /** The sets that have examples without an embedding of the loaded model, in the order of their ids. */
  public List<UnreadySupportSet> unready(int most) {
    return database.read(sql -> examples.unready(sql, most));
  }

  @Override
  public void close() {
    served.close();
  }
}
