package dev.clipcoder.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Capability;
import dev.clipcoder.containers.ServiceClient.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** The service's image, with as few rights as an operator may leave it. */
@RequiresDocker
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ServiceImageIT {

  private static final String KEY = "a-key-for-this-test-of-the-image-only";
  private static final String USER = "10001";

  private final GenericContainer<?> container = restricted(ServiceImage.name())
      .withEnv("CLIPCODER_SECURITY_KEYS_0_NAME", "test")
      .withEnv("CLIPCODER_SECURITY_KEYS_0_KEY", KEY)
      .withEnv("CLIPCODER_SECURITY_KEYS_0_ROLES", "classify,manage")
      // The start fails if the cache of classes is of another jar or another Java.
      .withEnv("JAVA_TOOL_OPTIONS", "-XX:AOTMode=on");

  private static GenericContainer<?> restricted(String image) {
    return new GenericContainer<>(DockerImageName.parse(image))
        .withExposedPorts(8080)
        .withCreateContainerCmdModifier(ServiceImageIT::restrict)
        .waitingFor(Wait.forHealthcheck())
        .withStartupTimeout(Duration.ofMinutes(2));
  }

  private static void restrict(CreateContainerCmd command) {
    Objects.requireNonNull(command.getHostConfig())
        .withReadonlyRootfs(true)
        .withCapDrop(Capability.ALL)
        .withSecurityOpts(List.of("no-new-privileges"))
        // Docker forbids to execute anything there.
        .withTmpFs(Map.of("/tmp", ""));
  }

  @BeforeAll
  @Timeout(180)
  void start() {
    container.start();
  }

  @AfterAll
  void end() {
    container.stop();
  }

  private ServiceClient client(String key) {
    return new ServiceClient(container.getMappedPort(8080), key);
  }

  private String execute(String... command) throws IOException, InterruptedException {
    return container.execInContainer(command).getStdout();
  }

  @Test
  @Order(1)
  void picture_isClassified() {
    Answer answer = client(KEY).classifyCat("labels=cat&labels=dog&labels=car");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("label").asString()).isEqualTo("cat");
  }

  @Test
  @Order(2)
  void labelSet_isRegisteredAndServed() {
    ServiceClient client = client(KEY);
    assertThat(
            client.put("/label-sets/pets", "{\"classes\": [\"cat\", \"dog\"]}").status())
        .isEqualTo(201);
    assertThat(client.classifyCat("labelSet=pets").json().path("label").asString())
        .isEqualTo("cat");
  }

  @Test
  @Order(3)
  void withoutTheKey_nobodyIsServed() {
    assertThat(client("another-key-that-nobody-has-ever-made")
            .classifyCat("labels=cat")
            .status())
        .isEqualTo(401);
  }

  @Test
  @Order(4)
  void process_isNobodySpecial() throws Exception {
    Map<String, String> status = execute("cat", "/proc/1/status")
        .lines()
        .map(line -> line.split(":\\s*", 2))
        .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
    assertThat(status.get("Name")).isEqualTo("java");
    assertThat(status.get("Uid").split("\\s+")).containsOnly(USER);
    assertThat(status.get("Gid").split("\\s+")).containsOnly(USER);
    assertThat(status.get("CapEff")).matches("0+");
    assertThat(status.get("NoNewPrivs")).isEqualTo("1");
  }

  @Test
  @Order(5)
  void nothing_isWrittenOutsideOfItsFolders() throws Exception {
    assertThat(container.execInContainer("touch", "/app/mine").getStderr())
        .contains("Read-only file system");
    assertThat(container
            .getDockerClient()
            .containerDiffCmd(container.getContainerId())
            .exec())
        .isNullOrEmpty();
  }

  @Test
  @Order(6)
  void nativeLibraries_areThoseOfTheImage() throws Exception {
    Pattern library = Pattern.compile(" (/\\S+\\.so\\S*)$");
    List<String> loaded = execute("cat", "/proc/1/maps")
        .lines()
        .flatMap(line -> library.matcher(line).results().map(match -> match.group(1)))
        .distinct()
        .toList();
    assertThat(loaded)
        .anyMatch(path -> path.endsWith("/libtorch_cpu.so"))
        .anyMatch(path -> path.contains("/libopencv_imgcodecs.so"))
        .anyMatch(path -> path.endsWith("/libtokenizers.so"))
        .anyMatch(path -> path.endsWith("/libsqlitejdbc.so"));
    // JavaCPP copies this one to give it a second name; nothing else is unpacked at run time.
    assertThat(loaded)
        .filteredOn(path -> !path.contains("/libopenblas_nolapack.so"))
        .allMatch(path -> path.startsWith("/app/native/")
            || path.startsWith("/opt/java/")
            || path.startsWith("/usr/lib/")
            || path.startsWith("/lib/"));
  }

  @Test
  @Order(7)
  void image_saysWhatItIs() {
    assertThat(Objects.requireNonNull(container
                .getDockerClient()
                .inspectImageCmd(ServiceImage.name())
                .exec()
                .getConfig())
            .getLabels())
        .containsEntry("org.opencontainers.image.title", "clipcoder")
        .containsEntry("org.opencontainers.image.licenses", "Apache-2.0");
  }

  @Test
  @Order(8)
  void withNeitherKeyNorAnonymous_doesNotStart() {
    assertThatExceptionOfType(DockerException.class)
        .isThrownBy(
            () -> Docker.run("run", "--rm", "--read-only", "--tmpfs", "/tmp", ServiceImage.name()))
        .withMessageContaining("ended with 1:")
        .withMessageContaining("clipcoder.security.anonymous=true");
  }

  @Test
  @Order(9)
  void sigterm_endsItWell() {
    String id = container.getContainerId();
    container.getDockerClient().stopContainerCmd(id).withTimeout(40).exec();
    assertThat(Docker.run("inspect", "--format", "{{.State.ExitCode}}", id)).isEqualTo("0");
  }
}
