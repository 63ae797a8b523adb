package dev.clipcoder.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import dev.clipcoder.security.EndpointRules;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.http.HttpMethod;

/** What holds whatever the values are. */
@NeedsHelm
class ChartTest {

  /** The user of the image. */
  private static final Long USER = 10001L;

  static Stream<Path> scenarios() {
    List<Path> scenarios = Chart.scenarios();
    assertThat(scenarios).hasSizeGreaterThanOrEqualTo(6);
    return scenarios.stream();
  }

  private static Manifests render(Path values) {
    return Chart.render("shop-pictures", values, Map.of());
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void lint_findsNothing(Path values, @TempDir Path folder) throws IOException {
    LintResult result = new Helm(copyWith(values, folder)).lint().strict().call();
    assertThat(result.getMessages())
        .noneMatch(message -> message.contains("[WARNING]") || message.contains("[ERROR]"));
    assertThat(result.isFailed()).as(result.getMessages().toString()).isFalse();
  }

  /** Lint takes no values of its own, so they become the chart's. */
  private static Path copyWith(Path values, Path folder) throws IOException {
    ObjectMapper yaml = new YAMLMapper();
    try (Stream<Path> files = Files.walk(Chart.FOLDER)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = folder.resolve(Chart.FOLDER.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    JsonNode merged = yaml.readerForUpdating(Chart.yaml(Chart.FOLDER.resolve("values.yaml")))
        .readValue(Chart.yaml(values));
    Files.writeString(folder.resolve("values.yaml"), yaml.writeValueAsString(merged));
    return folder;
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void everyObject_isNamedAndLabelledByItsRelease(Path values) {
    Set<String> names = new HashSet<>();
    for (HasMetadata one : render(values).all()) {
      assertThat(one.getMetadata().getName()).startsWith("shop-pictures-clipcoder");
      assertThat(names.add(one.getKind() + one.getMetadata().getName())).isTrue();
      assertThat(one.getMetadata().getNamespace()).isNull();
      assertThat(one.getMetadata().getLabels())
          .containsEntry("app.kubernetes.io/name", "clipcoder")
          .containsEntry("app.kubernetes.io/instance", "shop-pictures")
          .containsKeys("app.kubernetes.io/version", "helm.sh/chart");
    }
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void selectors_findThePodsOfTheReleaseAndNoOthers(Path values) {
    Manifests manifests = render(values);
    Map<String, String> own = Map.of(
        "app.kubernetes.io/name", "clipcoder", "app.kubernetes.io/instance", "shop-pictures");
    assertThat(manifests.podLabels()).containsAllEntriesOf(own);
    assertThat(manifests.one(Deployment.class).getSpec().getSelector().getMatchLabels())
        .isEqualTo(own);
    assertThat(manifests.pods().getSpec().getSelector()).isEqualTo(own);
    manifests
        .find(PodDisruptionBudget.class)
        .ifPresent(budget ->
            assertThat(budget.getSpec().getSelector().getMatchLabels()).isEqualTo(own));
    manifests
        .find(NetworkPolicy.class)
        .ifPresent(policy ->
            assertThat(policy.getSpec().getPodSelector().getMatchLabels()).isEqualTo(own));
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void ports_areThoseOfTheContainer(Path values) {
    Manifests manifests = render(values);
    List<ContainerPort> ports = manifests.container().getPorts();
    assertThat(ports).singleElement().satisfies(port -> {
      assertThat(port.getName()).isEqualTo("http");
      assertThat(port.getContainerPort()).hasToString(manifests.setting("server.port"));
    });
    for (Service service : manifests.all(Service.class)) {
      assertThat(service.getSpec().getPorts()).singleElement().satisfies(port -> {
        assertThat(port.getName()).isEqualTo("http");
        assertThat(port.getTargetPort().getStrVal()).isEqualTo("http");
      });
    }
    assertThat(manifests.pods().getSpec().getClusterIP()).isEqualTo("None");
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void probes_askWhatIsOpenToAll(Path values) {
    Container container = render(values).container();
    for (Probe probe : List.of(
        container.getStartupProbe(), container.getReadinessProbe(), container.getLivenessProbe())) {
      assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo("http");
      assertThat(EndpointRules.roles(HttpMethod.GET, probe.getHttpGet().getPath()))
          .hasValue(Set.of());
    }
    assertThat(container.getReadinessProbe().getHttpGet().getPath()).endsWith("/readiness");
    assertThat(container.getLivenessProbe().getHttpGet().getPath()).endsWith("/liveness");
    Probe startup = container.getStartupProbe();
    assertThat(startup.getHttpGet().getPath()).endsWith("/liveness");
    assertThat(startup.getPeriodSeconds() * startup.getFailureThreshold())
        .as("seconds that a start may take")
        .isEqualTo(900);
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void podAndContainers_mayDoNothingThatTheyNeedNot(Path values) {
    PodSpec pod = render(values).pod();
    assertThat(pod.getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getEnableServiceLinks()).isFalse();
    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getSecurityContext().getRunAsUser()).isEqualTo(USER);
    assertThat(pod.getSecurityContext().getRunAsGroup()).isEqualTo(USER);
    assertThat(pod.getSecurityContext().getFsGroup()).isEqualTo(USER);
    assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    Stream.concat(pod.getContainers().stream(), pod.getInitContainers().stream())
        .forEach(container -> {
          SecurityContext context = container.getSecurityContext();
          assertThat(context.getReadOnlyRootFilesystem()).isTrue();
          assertThat(context.getAllowPrivilegeEscalation()).isFalse();
          assertThat(context.getRunAsNonRoot()).isTrue();
          assertThat(context.getCapabilities().getDrop()).containsExactly("ALL");
          assertThat(context.getCapabilities().getAdd()).isEmpty();
          assertThat(container.getResources().getLimits()).containsKeys("cpu", "memory");
          assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
        });
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void volumes_areThoseThatAreMounted(Path values) {
    Manifests manifests = render(values);
    PodSpec pod = manifests.pod();
    List<String> volumes = pod.getVolumes().stream().map(Volume::getName).toList();
    List<String> mounted = Stream.concat(
            pod.getContainers().stream(), pod.getInitContainers().stream())
        .flatMap(container -> container.getVolumeMounts().stream())
        .map(VolumeMount::getName)
        .distinct()
        .toList();
    assertThat(volumes).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(mounted);
    Map<String, VolumeMount> mounts = manifests.mounts();
    assertThat(mounts).containsKeys("/data", "/tmp", "/etc/clipcoder/config");
    mounts.forEach((path, mount) -> assertThat(Boolean.TRUE.equals(mount.getReadOnly()))
        .as("%s is read-only", path)
        .isEqualTo(!Set.of("/data", "/tmp", "/hub").contains(path)));
    assertThat(manifests.variable("CLIPCODER_DATA_DIR").getValue()).isEqualTo("/data");
    assertThat(manifests.variable("SPRING_CONFIG_ADDITIONALLOCATION").getValue())
        .isEqualTo("file:/etc/clipcoder/config/");
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void everyFolderOfTheSettings_isMounted(Path values) {
    Manifests manifests = render(values);
    Set<String> mounts = manifests.mounts().keySet();
    manifests.settings().properties().forEach(setting -> {
      String value = setting.getValue().asText();
      if (value.startsWith("/")) {
        assertThat(mounts)
            .as(setting.getKey())
            .anyMatch(path -> (value + "/").startsWith(path + "/"));
      }
    });
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void secrets_areNamedAndNeverMade(Path values) {
    Manifests manifests = render(values);
    assertThat(manifests.all(Secret.class)).isEmpty();
    assertThat(manifests.text()).doesNotContainIgnoringCase("password");
    for (EnvVar variable : manifests.container().getEnv()) {
      if (variable.getName().matches(".*(URL|TOKEN|APIKEY|SECRET).*")) {
        assertThat(variable.getValue()).as(variable.getName()).isNull();
        assertThat(variable.getValueFrom().getSecretKeyRef().getName()).isNotEmpty();
        assertThat(variable.getValueFrom().getSecretKeyRef().getKey()).isNotEmpty();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void everybodyIsKnown_orTheValuesSayAnonymous(Path values) {
    Manifests manifests = render(values);
    boolean anonymous = Chart.yaml(values).at("/security/anonymous").asBoolean();
    assertThat(manifests.setting("clipcoder.security.anonymous"))
        .isEqualTo(anonymous ? "true" : "");
    assertThat(manifests.setting("clipcoder.security.keys-file"))
        .isEqualTo(anonymous ? "" : "/etc/clipcoder/keys/keys");
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void thePod_hasTimeToEnd(Path values) {
    Manifests manifests = render(values);
    long delay = seconds(manifests.setting("clipcoder.shutdown.delay"));
    long drain = seconds(manifests.setting("spring.lifecycle.timeout-per-shutdown-phase"));
    assertThat(delay).isPositive();
    assertThat(manifests.pod().getTerminationGracePeriodSeconds())
        .isGreaterThanOrEqualTo(delay + drain + 20);
  }

  private static long seconds(String setting) {
    return DurationStyle.detectAndParse(setting).toSeconds();
  }
}
