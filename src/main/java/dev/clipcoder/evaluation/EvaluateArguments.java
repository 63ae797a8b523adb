package dev.clipcoder.evaluation;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the command was asked.
 *
 * @param template how to read the strings of a descriptor file; null for the default
 * @param texts which texts the set is evaluated with, one after the other; empty for its own
 * @param json where the whole report goes; null for nowhere
 * @param jsonToOutput whether the whole report goes to the standard output, in place of the table
 * @param answers where what each method says about each picture goes; null for nowhere
 * @param fewShot what to learn from examples; null for nothing
 * @param settings configuration of the service, as {@code --clipcoder.model=…}
 */
record EvaluateArguments(
    Path data,
    Path labelSet,
    @Nullable String template,
    List<String> texts,
    @Nullable Path json,
    boolean jsonToOutput,
    @Nullable Path answers,
    boolean skipUnknown,
    @Nullable FewShotArguments fewShot,
    List<String> settings) {

  static final String USAGE = """
      Usage: evaluate --data <folder> --label-set <file> [options]

        --data <folder>       a folder with one folder of pictures for each label, named by label
        --label-set <file>    what PUT /label-sets/{id} takes: a label set or a descriptor file, as JSON
        --template <text>     how to read the strings of a descriptor file
        --texts <which>       in place of the set's own texts: "names" for none, "wordnet" for generated ones, or a file
                              of texts to import; given several times, the set is evaluated with each ("own": its own)
        --json <file>         write the whole report as JSON; "-" writes it to the standard output
        --answers <file>      write what each method says about each picture, one line of JSON for each
        --skip-unknown        leave out folders that are named for no class
        --shots <k,…>         also learn from k pictures of every class and judge by the others
        --draws <n>           how often those pictures are drawn (10)
        --seed <n>            of the draws (1)
        --methods <name,…>    few-shot methods; without it all: auto, coder-adapter, tip-adapter,
                              gda, proker, nearest-class-mean
        --clipcoder.…=<value> a setting of the service, such as --clipcoder.model=<folder>
      """;

  private static final String SKIP_UNKNOWN = "--skip-unknown";
  private static final String TEXTS = "--texts";
  private static final String ANSWERS = "--answers";
  private static final String SETTING = "--clipcoder.";
  private static final Set<String> WITH_VALUE = Stream.concat(
          Stream.of("--data", "--label-set", "--template", TEXTS, "--json", ANSWERS),
          FewShotArguments.WITH_VALUE.stream())
      .collect(Collectors.toUnmodifiableSet());

  /**
   * Reads arguments; a value follows its option, or stands behind {@code =}.
   *
   * @throws EvaluationException if one is unknown, missing or given twice
   */
  static EvaluateArguments parse(List<String> arguments) {
    Map<String, String> values = new HashMap<>();
    List<String> settings = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    boolean skipUnknown = false;
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      String[] parts = argument.split("=", 2);
      if (argument.startsWith(SETTING) && parts.length == 2) {
        settings.add(argument);
      } else if (argument.equals(SKIP_UNKNOWN)) {
        skipUnknown = true;
      } else if (!WITH_VALUE.contains(parts[0])) {
        throw new EvaluationException("Unknown argument '%s'.".formatted(argument));
      } else {
        if (parts.length == 1 && i + 1 == arguments.size()) {
          throw new EvaluationException("%s needs a value.".formatted(argument));
        }
        String value = parts.length == 2 ? parts[1] : arguments.get(++i);
        if (parts[0].equals(TEXTS)) {
          texts.add(value);
        } else if (values.put(parts[0], value) != null) {
          throw new EvaluationException("%s is given twice.".formatted(parts[0]));
        }
      }
    }
    String json = values.get("--json");
    boolean jsonToOutput = "-".equals(json);
    return new EvaluateArguments(
        path(values, "--data"),
        path(values, "--label-set"),
        values.get("--template"),
        texts,
        json == null || jsonToOutput ? null : path(values, "--json"),
        jsonToOutput,
        values.containsKey(ANSWERS) ? path(values, ANSWERS) : null,
        skipUnknown,
        FewShotArguments.of(values),
        settings);
  }

  private static Path path(Map<String, String> values, String option) {
    String value = values.get(option);
    if (value == null || value.isBlank()) {
      throw new EvaluationException("%s is missing.".formatted(option));
    }
    try {
      return Path.of(value);
    } catch (InvalidPathException e) {
      throw new EvaluationException("%s is no path: %s".formatted(option, e.getMessage()), e);
    }
  }
}
