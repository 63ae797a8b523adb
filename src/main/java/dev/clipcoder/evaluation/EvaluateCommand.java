package dev.clipcoder.evaluation;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.clipcoder.labelset.InvalidDefinitionException;
import dev.clipcoder.labelset.LabelSetLimits;
import dev.clipcoder.labelset.ServedLabelSet;
import dev.clipcoder.model.ModelDescription;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.FileSystemUtils;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The command {@code evaluate}: pictures with known labels and a label set to a report, without the service. Whatever
 * it has to keep meanwhile it keeps in a temporary folder, so that it can run beside a service; only a checkpoint that
 * it downloads stays.
 */
public final class EvaluateCommand {

  public static final String NAME = "evaluate";

  /** A million texts fit; what is larger is no label set. */
  private static final int MOST_BYTES = 500_000_000;

  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int MISUSED = 2;

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private EvaluateCommand() {}

  /**
   * Runs the command. Meanwhile what libraries and the log write to the standard output goes to the standard error.
   *
   * @param arguments without the command's name
   * @return the exit code: 0, or 1 where it could not go on, or 2 for wrong arguments
   */
  public static int run(List<String> arguments, PrintStream output, PrintStream errors) {
    PrintStream results = new PrintStream(output, true, StandardCharsets.UTF_8);
    PrintStream before = System.out;
    System.setOut(errors);
    try {
      if (arguments.contains("--help")) {
        results.print(EvaluateArguments.USAGE);
        return DONE;
      }
      EvaluateArguments parsed;
      try {
        parsed = EvaluateArguments.parse(arguments);
      } catch (EvaluationException e) {
        errors.println("evaluate: %s%n%n%s".formatted(e.getMessage(), EvaluateArguments.USAGE));
        return MISUSED;
      }
      return run(parsed, results, errors);
    } finally {
      System.setOut(before);
    }
  }

  private static int run(EvaluateArguments arguments, PrintStream results, PrintStream errors) {
    try {
      JsonNode labelSet = read(arguments.labelSet());
      write(evaluate(arguments, labelSet), arguments, results);
      return DONE;
    } catch (EvaluationException | InvalidDefinitionException e) {
      errors.println("evaluate: " + e.getMessage());
    } catch (IOException e) {
      errors.println("evaluate: A file cannot be read or written: " + e);
    }
    return FAILED;
  }

  private static JsonNode read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new EvaluationException(
          "%s is no file. Give a label set as PUT /label-sets/{id} takes it.".formatted(file));
    }
    if (Files.size(file) > MOST_BYTES) {
      throw new EvaluationException(
          "%s is larger than %,d bytes: too large for a label set.".formatted(file, MOST_BYTES));
    }
    try (InputStream in = Files.newInputStream(file)) {
      return JSON.readTree(in);
    } catch (JacksonException e) {
      throw new EvaluationException(
          "%s is no JSON: %s (line %d, column %d)"
              .formatted(
                  file,
                  e.getOriginalMessage(),
                  e.getLocation().getLineNr(),
                  e.getLocation().getColumnNr()),
          e);
    }
  }

  /** By the texts that the set was evaluated with. */
  private static SequencedMap<String, Evaluation.Outcome> evaluate(
      EvaluateArguments arguments, JsonNode labelSet) throws IOException {
    Path temporary = Files.createTempDirectory("clipcoder-evaluate");
    try (ConfigurableApplicationContext context = start(arguments, temporary)) {
      ServedLabelSet set = ServedLabelSet.unregistered(
          arguments.labelSet().toString(),
          labelSet,
          arguments.template(),
          context.getBean(LabelSetLimits.class),
          context.getBean(ModelDescription.class));
      TextVariants variants = context.getBean(TextVariants.class);
      SequencedMap<String, Evaluation.Outcome> outcomes = new LinkedHashMap<>();
      for (String texts :
          arguments.texts().isEmpty() ? List.of(TextVariants.OWN) : arguments.texts()) {
        ServedLabelSet variant = variants.of(set, texts, EvaluateCommand::read);
        outcomes.put(
            texts,
            context
                .getBean(Evaluation.class)
                .run(variant, arguments.data(), arguments.skipUnknown(), arguments.fewShot()));
      }
      return outcomes;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EvaluationException("Interrupted.", e);
    } finally {
      FileSystemUtils.deleteRecursively(temporary);
    }
  }

  private static ConfigurableApplicationContext start(EvaluateArguments arguments, Path temporary) {
    Map<String, Object> defaults = Map.of(
        "logging.level.root", "warn",
        // The same batches in each run, and so the same last digits.
        "clipcoder.batching.lanes", "1",
        // What these would tell in a page, the exception below tells in a sentence.
        "logging.level.org.springframework.context.annotation", "error",
        "logging.level.org.springframework.boot.diagnostics.LoggingFailureAnalysisReporter", "off");
    try {
      return new SpringApplicationBuilder(EvaluateContext.class)
          .web(WebApplicationType.NONE)
          .bannerMode(Banner.Mode.OFF)
          .logStartupInfo(false)
          .properties(defaults)
          .initializers(context -> {
            ConfigurableEnvironment environment = context.getEnvironment();
            environment
                .getPropertySources()
                .addFirst(new MapPropertySource(NAME, own(environment, temporary)));
          })
          .run(arguments.settings().toArray(String[]::new));
    } catch (RuntimeException e) {
      throw new EvaluationException(
          "The model or a setting cannot be used: "
              + NestedExceptionUtils.getMostSpecificCause(e).getMessage(),
          e);
    }
  }

  /** All but what is downloaded is temporary: a model of gigabytes is shared with the service. */
  private static Map<String, Object> own(ConfigurableEnvironment environment, Path temporary) {
    String dataDir = environment.getProperty("clipcoder.data-dir", "./data");
    String downloads = Path.of(dataDir).resolve("hub").toString();
    return Map.of(
        "clipcoder.data-dir", temporary.toString(),
        "clipcoder.hub.cache-dir", environment.getProperty("clipcoder.hub.cache-dir", downloads),
        "spring.main.keep-alive", "false");
  }

  /** One report as it is; several by their texts. */
  private static void write(
      SequencedMap<String, Evaluation.Outcome> outcomes,
      EvaluateArguments arguments,
      PrintStream results)
      throws IOException {
    if (arguments.answers() != null) {
      writeAnswers(outcomes, arguments.answers());
    }
    SequencedMap<String, EvaluationReport> reports = new LinkedHashMap<>();
    outcomes.forEach((texts, outcome) -> reports.put(texts, outcome.report()));
    Object all = reports.size() == 1 ? reports.firstEntry().getValue() : reports;
    String json = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(all) + "\n";
    Path file = arguments.json();
    if (file != null) {
      Files.writeString(file, json);
    }
    if (arguments.jsonToOutput()) {
      results.print(json);
    } else {
      reports.forEach((texts, report) -> {
        if (!arguments.texts().isEmpty()) {
          results.printf("%nTexts:     %s%n", texts);
        }
        results.print(ReportTable.of(report));
      });
    }
  }

  private static void writeAnswers(SequencedMap<String, Evaluation.Outcome> outcomes, Path file)
      throws IOException {
    record Line(String texts, @JsonUnwrapped AnsweredPicture answered) {}
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (Map.Entry<String, Evaluation.Outcome> outcome : outcomes.entrySet()) {
        for (AnsweredPicture answered : outcome.getValue().answers()) {
          out.write(JSON.writeValueAsString(new Line(outcome.getKey(), answered)));
          out.newLine();
        }
      }
    }
  }
}
