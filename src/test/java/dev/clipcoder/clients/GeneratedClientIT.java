package dev.clipcoder.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clipcoder.testing.ServiceProcess;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The client that openapi-generator makes of the contract for Java, in a program as somebody may write it: both compile,
 * and the program gets its answer. For TypeScript {@code .ci/clients} does the same.
 */
class GeneratedClientIT {

  private static final Path CLIENT = Path.of("target/generated-clients/java/src/main/java");
  private static final Path PROGRAM = Path.of("tools/clients/generated/ClassifyPicture.java");
  private static final String LIBRARIES = System.getProperty("java.class.path");

  @TempDir
  Path directory;

  @Test
  void program_classifiesAPicture() throws Exception {
    compile();
    try (ServiceProcess service = ServiceProcess.start(directory).awaitReady()) {
      List<String> answer =
          run(service.uri("").toString(), "docs/samples/cat/twemoji.png", "dog", "cat", "tree");

      assertThat(answer).hasSize(3);
      assertThat(answer.getFirst()).isEqualTo("cat");
      assertThat(answer.get(1)).matches("cat [01]\\.\\d+");
      assertThat(answer.get(2)).matches("(dog|tree) \\d\\..+");
    }
  }

  private void compile() throws IOException {
    List<Path> sources;
    try (Stream<Path> files = Files.walk(CLIENT)) {
      sources = Stream.concat(
              files.filter(file -> file.toString().endsWith(".java")), Stream.of(PROGRAM))
          .toList();
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      boolean compiled = compiler
          .getTask(
              messages,
              files,
              null,
              List.of("-proc:none", "-cp", LIBRARIES, "-d", directory.toString()),
              null,
              files.getJavaFileObjectsFromPaths(sources))
          .call();
      assertThat(compiled).as(messages.toString()).isTrue();
    }
  }

  private List<String> run(String... arguments) throws IOException, InterruptedException {
    Process program = new ProcessBuilder(Stream.concat(
                Stream.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    directory + File.pathSeparator + LIBRARIES,
                    "ClassifyPicture"),
                Stream.of(arguments))
            .toList())
        .redirectErrorStream(true)
        .start();
    List<String> output = program.inputReader(StandardCharsets.UTF_8).readAllLines();
    assertThat(program.waitFor()).as(String.join("\n", output)).isZero();
    return output;
  }
}
