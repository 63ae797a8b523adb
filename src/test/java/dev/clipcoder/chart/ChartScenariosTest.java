package dev.clipcoder.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the values decide about the pods. */
@NeedsHelm
class ChartScenariosTest {

  @Test
  void minimal_isOnePodOnAVolume_thatIsReplacedBeforeItsSuccessorStarts() {
    Manifests manifests = Chart.render("minimal");
    DeploymentSpec deployment = manifests.one(Deployment.class).getSpec();
    assertThat(deployment.getReplicas()).isEqualTo(1);
    assertThat(deployment.getStrategy().getType()).isEqualTo("Recreate");
    assertThat(deployment.getStrategy().getRollingUpdate()).isNull();
    PersistentVolumeClaim claim = manifests.one(PersistentVolumeClaim.class);
    assertThat(claim.getMetadata().getAnnotations())
        .containsEntry("helm.sh/resource-policy", "keep");
    assertThat(claim.getSpec().getAccessModes()).containsExactly("ReadWriteOnce");
    assertThat(claim.getSpec().getResources().getRequests())
        .containsEntry("storage", new Quantity("10Gi"));
    assertThat(manifests.volume("data").getPersistentVolumeClaim().getClaimName())
        .isEqualTo(claim.getMetadata().getName());
    assertThat(manifests.environment()).doesNotContainKey("CLIPCODER_DATABASEURL");
    assertThat(manifests.container().getImage())
        .isEqualTo("registry.example.org/clipcoder:" + Chart.appVersion());
    assertThat(manifests.setting("clipcoder.model")).isEqualTo("bundled");
    assertThat(manifests.setting("clipcoder.device")).isEqualTo("cpu");
    Volume keys = manifests.volume("keys");
    assertThat(keys.getSecret().getSecretName()).isEqualTo("clipcoder-keys");
    assertThat(keys.getSecret().getDefaultMode()).isEqualTo(0440);
    assertThat(keys.getSecret().getItems()).singleElement().satisfies(item -> {
      assertThat(item.getKey()).isEqualTo("keys");
      assertThat(manifests.setting("clipcoder.security.keys-file"))
          .isEqualTo("/etc/clipcoder/keys/" + item.getPath());
    });
    assertThat(manifests.mount("/etc/clipcoder/keys").getSubPath())
        .as("with a path a changed secret would not arrive")
        .isNull();
  }

  @Test
  void anonymous_keepsNothingAndHasNoKeys() {
    Manifests manifests = Chart.render("anonymous");
    assertThat(manifests.all(PersistentVolumeClaim.class)).isEmpty();
    assertThat(manifests.volume("data").getEmptyDir().getSizeLimit())
        .isEqualTo(new Quantity("10Gi"));
    assertThat(manifests.mounts()).doesNotContainKey("/etc/clipcoder/keys");
    assertThat(manifests.container().getImage()).isEqualTo("clipcoder:dev");
    assertThat(manifests.container().getImagePullPolicy()).isEqualTo("Never");
    assertThat(manifests.all(PodDisruptionBudget.class)).isEmpty();
    assertThat(manifests.all(NetworkPolicy.class)).isEmpty();
  }

  @Test
  void settings_areWrittenAsTheServiceReadsThem() {
    Manifests manifests = Chart.render("anonymous");
    assertThat(manifests.application())
        .contains("clipcoder.images.max-pixels: 30000000\n")
        .contains("clipcoder.textgen.analogous-cosine: 0.85\n")
        .contains("clipcoder.images.exif: false\n")
        .contains("clipcoder.image-cache.max-bytes: \"32MB\"\n");
    assertThat(Chart.render("postgresql").settings().path("clipcoder.metrics.label-sets"))
        .hasToString("[\"pets\",\"fruit\"]");
  }

  @Test
  void postgresql_isSharedByPodsThatScaleByProcessorAndQueue() {
    Manifests manifests = Chart.render("postgresql");
    Deployment deployment = manifests.one(Deployment.class);
    assertThat(deployment.getSpec().getReplicas()).isNull();
    assertThat(deployment.getSpec().getStrategy().getType()).isEqualTo("RollingUpdate");
    assertThat(
            deployment.getSpec().getStrategy().getRollingUpdate().getMaxSurge().getStrVal())
        .isEqualTo("25%");
    assertThat(manifests.all(PersistentVolumeClaim.class)).isEmpty();
    assertThat(manifests.volume("data").getEmptyDir()).isNotNull();
    HorizontalPodAutoscaler scaler = manifests.one(HorizontalPodAutoscaler.class);
    assertThat(scaler.getSpec().getScaleTargetRef().getApiVersion())
        .isEqualTo(deployment.getApiVersion());
    assertThat(scaler.getSpec().getScaleTargetRef().getKind()).isEqualTo(deployment.getKind());
    assertThat(scaler.getSpec().getScaleTargetRef().getName())
        .isEqualTo(deployment.getMetadata().getName());
    assertThat(scaler.getSpec().getMinReplicas()).isEqualTo(3);
    assertThat(scaler.getSpec().getMaxReplicas()).isEqualTo(20);
    List<MetricSpec> metrics = scaler.getSpec().getMetrics();
    assertThat(metrics).hasSize(2);
    assertThat(metrics.get(0).getResource().getName()).isEqualTo("cpu");
    assertThat(metrics.get(0).getResource().getTarget().getAverageUtilization()).isEqualTo(70);
    assertThat(metrics.get(1).getPods().getMetric().getName()).isEqualTo("clipcoder_queue_depth");
    assertThat(metrics.get(1).getPods().getTarget().getAverageValue())
        .isEqualTo(new Quantity("12"));
    assertThat(manifests
            .one(PodDisruptionBudget.class)
            .getSpec()
            .getMaxUnavailable()
            .getStrVal())
        .isEqualTo("25%");
  }

  @Test
  void postgresql_getsItsSecretsByReference() {
    Manifests manifests = Chart.render("postgresql");
    assertReference(manifests.variable("CLIPCODER_DATABASEURL"), "clipcoder-database", "jdbc-uri");
    assertReference(manifests.variable("HF_TOKEN"), "hub-token", "token");
    assertReference(manifests.variable("CLIPCODER_TEXTGEN_LLM_APIKEY"), "llm", "key");
    assertThat(manifests.volume("keys").getSecret().getItems().getFirst().getKey())
        .isEqualTo("keys.txt");
    assertThat(manifests.pod().getImagePullSecrets().getFirst().getName()).isEqualTo("registry");
    assertThat(manifests.container().getImage()).contains("clipcoder@sha256:0123");
  }

  private static void assertReference(EnvVar variable, String secret, String key) {
    assertThat(variable.getValueFrom().getSecretKeyRef().getName()).isEqualTo(secret);
    assertThat(variable.getValueFrom().getSecretKeyRef().getKey()).isEqualTo(key);
  }

  @Test
  void hub_isDownloadedOnceForAllPods() {
    Manifests manifests = Chart.render("postgresql");
    assertThat(manifests.setting("clipcoder.model"))
        .isEqualTo("hf://openai/clip-vit-base-patch32@3d74acf9a28c67741b2f4f2ea7635f0aaf6f0268");
    assertThat(manifests.setting("clipcoder.hub.cache-dir")).isEqualTo("/hub");
    assertThat(manifests.setting("clipcoder.hub.offline")).isEqualTo("false");
    assertThat(manifests.volume("hub").getPersistentVolumeClaim().getClaimName())
        .isEqualTo("clipcoder-hub");
    assertThat(manifests.setting("clipcoder.textgen.llm.base-url"))
        .isEqualTo("https://llm.example.org/v1");
    assertThat(manifests.setting("clipcoder.textgen.llm.model")).isEqualTo("some-model");
  }

  @Test
  void gpu_isAskedForAndUsed_withACheckpointFromAVolume() {
    Manifests manifests = Chart.render("gpu");
    Container container = manifests.container();
    assertThat(container.getResources().getLimits())
        .containsEntry("nvidia.com/gpu", new Quantity("1"));
    assertThat(container.getImage())
        .isEqualTo("registry.example.org/clipcoder:" + Chart.appVersion() + "-gpu");
    assertThat(manifests.setting("clipcoder.device")).isEqualTo("cuda:0");
    assertThat(manifests.setting("clipcoder.precision")).isEqualTo("fp16");
    assertThat(manifests.setting("clipcoder.model")).isEqualTo("/models/laion/CLIP-ViT-L-14");
    assertThat(manifests.volume("models").getPersistentVolumeClaim().getClaimName())
        .isEqualTo("checkpoints");
    assertThat(manifests.volume("models").getPersistentVolumeClaim().getReadOnly())
        .isTrue();
    assertThat(manifests.pod().getNodeSelector()).containsEntry("nvidia.com/gpu.present", "true");
    assertThat(manifests.pod().getTolerations().getFirst().getKey()).isEqualTo("nvidia.com/gpu");
    assertThat(manifests.pod().getRuntimeClassName()).isEqualTo("nvidia");
    assertThat(manifests
            .one(Deployment.class)
            .getSpec()
            .getStrategy()
            .getRollingUpdate()
            .getMaxSurge()
            .getIntVal())
        .isZero();
    assertThat(manifests.variable("JAVA_TOOL_OPTIONS").getValue())
        .isEqualTo("-XX:MaxRAMPercentage=30");
  }

  @Test
  void init_bringsTheCheckpointBeforeTheServiceStarts() {
    Manifests manifests = Chart.render("init");
    assertThat(manifests.pod().getInitContainers()).singleElement().satisfies(init -> {
      assertThat(init.getImage()).isEqualTo("registry.example.org/clip-vit-base-patch32:1");
      assertThat(init.getCommand()).containsExactly("cp", "-r", "/checkpoint/.", "/models/clip");
      assertThat(init.getVolumeMounts()).anySatisfy(mount -> {
        assertThat(mount.getName()).isEqualTo("models");
        assertThat(mount.getMountPath()).isEqualTo("/models");
        assertThat(mount.getReadOnly()).isNull();
      });
      assertReference(init.getEnv().getFirst(), "storage", "token");
    });
    assertThat(manifests.volume("models").getEmptyDir().getSizeLimit())
        .isEqualTo(new Quantity("2Gi"));
    assertThat(manifests.mount("/models").getName()).isEqualTo("models");
    assertThat(manifests.setting("clipcoder.model")).isEqualTo("/models/clip");
    assertThat(manifests.volume("data").getPersistentVolumeClaim().getClaimName())
        .isEqualTo("clipcoder-data");
    assertThat(manifests.all(PersistentVolumeClaim.class)).isEmpty();
    assertThat(manifests.pod().getServiceAccountName()).isEqualTo("clipcoder");
    assertThat(manifests.traffic().getSpec().getType()).isEqualTo("LoadBalancer");
    assertThat(manifests.traffic().getSpec().getPorts().getFirst().getPort()).isEqualTo(8000);
    assertThat(manifests.podLabels()).containsEntry("team", "vision");
    assertThat(manifests.mounts()).containsKey("/etc/certificates");
    assertThat(manifests.environment()).containsKey("HTTPS_PROXY");
  }

  @Test
  void pods_areSpreadOverNodesAndZones() {
    List<TopologySpreadConstraint> spread =
        Chart.render("ingress").pod().getTopologySpreadConstraints();
    assertThat(spread)
        .extracting(TopologySpreadConstraint::getTopologyKey)
        .containsExactly("kubernetes.io/hostname", "topology.kubernetes.io/zone");
    assertThat(spread).allSatisfy(one -> {
      assertThat(one.getWhenUnsatisfiable()).isEqualTo("ScheduleAnyway");
      assertThat(one.getLabelSelector().getMatchLabels())
          .containsExactlyInAnyOrderEntriesOf(Map.of(
              "app.kubernetes.io/name", "clipcoder", "app.kubernetes.io/instance", "clipcoder"));
      assertThat(one.getMatchLabelKeys()).containsExactly("pod-template-hash");
    });
    assertThat(Chart.render("postgresql").pod().getTopologySpreadConstraints())
        .singleElement()
        .satisfies(one -> assertThat(one.getWhenUnsatisfiable()).isEqualTo("DoNotSchedule"));
  }

  @Test
  void aChangeOfSettings_isAChangeOfThePods_andOneOfTheirNumberIsNot() {
    String before = checksum(Map.of());
    assertThat(checksum(Map.of("settings.clipcoder\\.images\\.exif", "false")))
        .isNotEqualTo(before);
    assertThat(checksum(Map.of("shutdown.drainSeconds", "31"))).isNotEqualTo(before);
    assertThat(checksum(Map.of("replicas", "0"))).isEqualTo(before);
  }

  private static String checksum(Map<String, String> changes) {
    return Chart.render("clipcoder", Chart.scenario("minimal"), changes)
        .one(Deployment.class)
        .getSpec()
        .getTemplate()
        .getMetadata()
        .getAnnotations()
        .getOrDefault("checksum/config", "");
  }
}
