package dev.clipcoder.labelset;

import dev.clipcoder.database.Database;
import dev.clipcoder.model.ModelDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where label sets are registered and changed. When a method here returns, the definition is kept and its build is
 * queued. Methods block: for virtual threads.
 */
public final class LabelSetRegistry {

  /** How often a change that expects no version is made anew on the one that came in between. */
  private static final int MOST_ATTEMPTS = 10;

  private final Database database;
  private final VersionRepository versions;
  private final Registrations registrations;
  private final LabelSets sets;
  private final PairMeetings meetings;
  private final FileManagedSets files;
  private final LabelSetLimits limits;
  private final boolean hasSigmoid;
  private final List<LabelSetUser> users;

  LabelSetRegistry(
      Database database,
      VersionRepository versions,
      Registrations registrations,
      LabelSets sets,
      PairMeetings meetings,
      FileManagedSets files,
      LabelSetLimits limits,
      ModelDescription model,
      List<LabelSetUser> users) {
    this.database = database;
    this.versions = versions;
    this.registrations = registrations;
    this.sets = sets;
    this.meetings = meetings;
    this.files = files;
    this.limits = limits;
    this.hasSigmoid = hasSigmoid(model);
    this.users = List.copyOf(users);
  }

  /**
   * Registers or replaces a set.
   *
   * @param json a definition or a published descriptor file
   * @param template how to read the strings of a descriptor file; null for the default
   * @param expected the version that the caller has seen; null if that does not matter, 0 if there must be none
   * @throws InvalidDefinitionException if it cannot be read, or says something impossible
   * @throws LabelSetBuildingException if the latest version is still being built and says something else
   * @throws StaleLabelSetException if the set is at another version than expected
   * @throws FileManagedLabelSetException if the set lives as a file
   */
  public Registration put(
      String id, JsonNode json, @Nullable String template, @Nullable Integer expected) {
    files.requireEditable(unpinned(id));
    return register(id, json, template, expected, source(json, Origin.USER));
  }

  /** The same for a set that lives as a file. */
  Registration putFile(String id, JsonNode json) {
    return register(unpinned(id), json, null, null, source(json, Origin.FILE));
  }

  /**
   * Changes the latest version by a JSON merge patch (RFC 7396).
   *
   * @throws UnknownLabelSetException if there is no such set
   */
  public Registration patch(String id, JsonNode patch, @Nullable Integer expected) {
    files.requireEditable(unpinned(id));
    return onTheLatest(id, expected, latest -> patch(latest, patch, seen(latest, expected)));
  }

  private Registration patch(LabelSetVersion latest, JsonNode patch, int seen) {
    JsonNode present = JsonMapper.shared().valueToTree(latest.definition());
    JsonNode patched = MergePatch.apply(present, patch);
    return register(latest.id(), patched, null, seen, Origin.USER);
  }

  /**
   * Adds texts to the latest version.
   *
   * @param json texts by class and pair as in a definition, or a published descriptor file
   * @param template how to read the strings of a descriptor file; null as the set reads its attribute texts
   * @throws UnknownLabelSetException if there is no such set
   * @throws InvalidDefinitionException if a text or a class of it cannot be in this set
   */
  public ImportedTexts importTexts(
      String id, JsonNode json, @Nullable String template, @Nullable Integer expected) {
    files.requireEditable(unpinned(id));
    return onTheLatest(
        id, expected, latest -> importTexts(latest, json, template, seen(latest, expected)));
  }

  private ImportedTexts importTexts(
      LabelSetVersion latest, JsonNode json, @Nullable String template, int seen) {
    TextImport grown = TextImport.of(latest.definition(), json, template, limits);
    LabelSetDefinition definition = grown.definition();
    DefinitionRules.check(definition, limits, hasSigmoid);
    Registration registration = registrations.register(
        latest.id(),
        definition,
        seen,
        TextImport.isDescriptorFile(json) ? Origin.DESCRIPTOR_FILE : Origin.IMPORT);
    return new ImportedTexts(registration, grown.added(), grown.dropped());
  }

  /** Changes the latest version; who expects none of them wants the change on the one that came in between, too. */
  private <T> T onTheLatest(
      String id, @Nullable Integer expected, Function<LabelSetVersion, T> change) {
    for (int attempt = 1; ; attempt++) {
      try {
        return change.apply(sets.latest(id));
      } catch (StaleLabelSetException e) {
        if (expected != null || attempt == MOST_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** What is changed must still be the latest when it is stored. */
  private static int seen(LabelSetVersion latest, @Nullable Integer expected) {
    return expected == null ? latest.version() : expected;
  }

  /** Whether the model scores each label on its own. */
  static boolean hasSigmoid(ModelDescription model) {
    return model.logitBias() != null;
  }

  private static String source(JsonNode json, String otherwise) {
    return DescriptorFile.is(json) ? Origin.DESCRIPTOR_FILE : otherwise;
  }

  static String unpinned(String id) {
    LabelSetReference reference = LabelSetReference.parse(id);
    if (reference.version() != null) {
      throw InvalidDefinitionException.impossible(
          "id", "A version never changes; name the set alone, '%s'.".formatted(reference.id()));
    }
    return reference.id();
  }

  private Registration register(
      String id,
      JsonNode json,
      @Nullable String template,
      @Nullable Integer expected,
      String source) {
    LabelSetDefinition definition = DefinitionReader.read(json, template);
    DefinitionRules.check(definition, limits, hasSigmoid);
    return registrations.register(id, definition, expected, source);
  }

  /**
   * Deletes a set with all its versions, and cancels the build of one that is being built.
   *
   * @param expected the version that the caller has seen; null if that does not matter
   * @throws UnknownLabelSetException if there is no such set
   * @throws StaleLabelSetException if the set is at another version than expected
   * @throws LabelSetInUseException if something else needs it
   * @throws FileManagedLabelSetException if the set lives as a file
   */
  public void delete(String id, @Nullable Integer expected) {
    files.requireEditable(unpinned(id));
    List<String> generations = new ArrayList<>();
    LabelSetVersion deleted = database.write(sql -> {
      int _ = versions.lockLatest(sql, id);
      LabelSetVersion latest = versions
          .latest(sql, id)
          .orElseThrow(() -> new UnknownLabelSetException(new LabelSetReference(id, null)));
      if (expected != null && expected != latest.version()) {
        throw new StaleLabelSetException(id, expected, latest.version());
      }
      for (LabelSetUser user : users) {
        user.userOf(sql, id).ifPresent(name -> {
          throw new LabelSetInUseException(id, name);
        });
      }
      generations.addAll(GenerationRepository.unfinished(sql, id));
      versions.delete(sql, id);
      return latest;
    });
    registrations.cancelBuild(deleted);
    registrations.cancelGenerations(id, generations);
    sets.forget(id);
    meetings.forget(id);
  }
}
