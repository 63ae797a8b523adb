package dev.clipcoder.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the page on generated clients shows is what is built and run. Its commands are run by {@code .ci/clients}. */
class GeneratedClientsPageTest {

  private static final Path PAGE = Path.of("docs/generated-clients.md");

  @ParameterizedTest
  @CsvSource({
    "xml, pom.xml",
    "java, tools/clients/generated/ClassifyPicture.java",
    "ts, tools/clients/generated/classify.ts"
  })
  void blocks_areOfTheFile(String language, Path file) throws IOException {
    String whole = Files.readString(file).replace("${openapi-generator.version}", version());

    assertThat(Pattern.compile("```%s\n(.+?)```".formatted(language), Pattern.DOTALL)
            .matcher(Files.readString(PAGE))
            .results()
            .map(block -> block.group(1))
            .toList())
        .isNotEmpty()
        .allSatisfy(block -> assertThat(whole).contains(block));
  }

  @Test
  void version_isTheTestedOne() throws IOException {
    assertThat(Files.readString(PAGE)).contains("in version " + version());
  }

  private static String version() throws IOException {
    return Pattern.compile("<openapi-generator.version>(.+?)<")
        .matcher(Files.readString(Path.of("pom.xml")))
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.joining());
  }
}
