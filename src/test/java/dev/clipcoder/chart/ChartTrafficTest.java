package dev.clipcoder.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the values decide about who reaches the pods, and whom they reach. */
@NeedsHelm
class ChartTrafficTest {

  @Test
  void ingress_takesWhatTheServiceTakes() {
    Manifests manifests = Chart.render("ingress");
    Ingress ingress = manifests.named(Ingress.class, "clipcoder");
    assertThat(manifests.setting("clipcoder.requests.max-bytes")).isEqualTo("100MB");
    assertThat(ingress.getMetadata().getAnnotations())
        .containsEntry("nginx.ingress.kubernetes.io/proxy-body-size", "100m")
        .containsEntry("nginx.ingress.kubernetes.io/proxy-read-timeout", "60")
        .containsEntry("cert-manager.io/cluster-issuer", "letsencrypt");
    assertThat(ingress.getSpec().getIngressClassName()).isEqualTo("nginx");
    assertThat(ingress.getSpec().getTls()).singleElement().satisfies(tls -> {
      assertThat(tls.getSecretName()).isEqualTo("clipcoder-tls");
      assertThat(tls.getHosts()).containsExactly("clipcoder.example.org");
    });
    assertLeadsToTheService(manifests, ingress, "/");
  }

  @Test
  void batches_haveAnIngressWithoutALimit() {
    Manifests manifests = Chart.render("ingress");
    Ingress batch = manifests.named(Ingress.class, "clipcoder-batch");
    assertThat(batch.getMetadata().getAnnotations())
        .containsEntry("nginx.ingress.kubernetes.io/proxy-body-size", "0")
        .containsEntry("nginx.ingress.kubernetes.io/proxy-request-buffering", "off")
        .containsEntry("nginx.ingress.kubernetes.io/proxy-buffering", "off")
        .containsEntry("cert-manager.io/cluster-issuer", "letsencrypt");
    assertLeadsToTheService(manifests, batch, "/classify/batch");
  }

  private static void assertLeadsToTheService(Manifests manifests, Ingress ingress, String path) {
    Service service = manifests.traffic();
    assertThat(ingress.getSpec().getRules()).singleElement().satisfies(rule -> {
      assertThat(rule.getHost()).isEqualTo("clipcoder.example.org");
      assertThat(rule.getHttp().getPaths()).singleElement().satisfies(one -> {
        assertThat(one.getPath()).isEqualTo(path);
        assertThat(one.getPathType()).isEqualTo("Prefix");
        assertThat(one.getBackend().getService().getName())
            .isEqualTo(service.getMetadata().getName());
        assertThat(one.getBackend().getService().getPort().getName())
            .isEqualTo(service.getSpec().getPorts().getFirst().getName());
      });
    });
  }

  @ParameterizedTest
  @CsvSource({
    "ingress-nginx, nginx.ingress.kubernetes.io/proxy-body-size, 51m, 0",
    "nginx-inc, nginx.org/client-max-body-size, 51m, 0",
    "haproxy, haproxy-ingress.github.io/proxy-body-size, 51m, unlimited"
  })
  void bodySize_isRoundedUpAndSaidAsTheControllerReadsIt(
      String controller, String annotation, String size, String unlimited) {
    Manifests manifests = Chart.render(
        "clipcoder",
        Chart.scenario("minimal"),
        Map.of(
            "ingress.enabled", "true",
            "ingress.hosts[0]", "a.example.org",
            "ingress.controller", controller,
            "requests.maxBytes", "51201KB"));
    assertThat(manifests.named(Ingress.class, "clipcoder").getMetadata().getAnnotations())
        .containsEntry(annotation, size);
    assertThat(manifests.named(Ingress.class, "clipcoder-batch").getMetadata().getAnnotations())
        .containsEntry(annotation, unlimited);
  }

  @Test
  void serviceMonitor_scrapesEachPodWithAKey() {
    Manifests manifests = Chart.render("ingress");
    ServiceMonitor monitor = manifests.one(ServiceMonitor.class);
    Map<String, String> selector = monitor.getSpec().getSelector().getMatchLabels();
    List<Service> found = manifests.all(Service.class).stream()
        .filter(service ->
            service.getMetadata().getLabels().entrySet().containsAll(selector.entrySet()))
        .toList();
    assertThat(found).containsExactly(manifests.pods());
    assertThat(selector).containsEntry("app.kubernetes.io/instance", "clipcoder");
    assertThat(monitor.getMetadata().getLabels()).containsEntry("release", "prometheus");
    assertThat(monitor.getSpec().getEndpoints()).singleElement().satisfies(endpoint -> {
      assertThat(endpoint.getPort())
          .isEqualTo(manifests.pods().getSpec().getPorts().getFirst().getName());
      assertThat(endpoint.getPath()).isEqualTo("/actuator/prometheus");
      assertThat(endpoint.getAuthorization().getType()).isEqualTo("Bearer");
      assertThat(endpoint.getAuthorization().getCredentials().getName())
          .isEqualTo("clipcoder-metrics-key");
      assertThat(endpoint.getAuthorization().getCredentials().getKey()).isEqualTo("key");
    });
  }

  @ParameterizedTest
  @CsvSource({"'', clipcoder", "pictures, clipcoder-pictures"})
  void job_isOneThatTheAlertsKnow(String name, String job) {
    Manifests manifests =
        Chart.render("clipcoder", Chart.scenario("ingress"), Map.of("fullnameOverride", name));
    assertThat(manifests
            .one(ServiceMonitor.class)
            .getSpec()
            .getEndpoints()
            .getFirst()
            .getRelabelings())
        .singleElement()
        .satisfies(relabeling -> {
          assertThat(relabeling.getTargetLabel()).isEqualTo("job");
          assertThat(relabeling.getReplacement()).isEqualTo(job);
        });
    String alerts = Chart.render("ingress").one(PrometheusRule.class).getSpec().getGroups().stream()
        .flatMap(group -> group.getRules().stream())
        .map(rule -> rule.getExpr().getStrVal())
        .filter(expression -> expression.startsWith("up{"))
        .findFirst()
        .orElseThrow();
    assertThat(alerts).contains("job=~\".*clipcoder.*\"");
  }

  @Test
  void alertsAndDashboard_areTheFilesOfTheChart() throws Exception {
    Manifests manifests = Chart.render("ingress");
    PrometheusRule rule = manifests.one(PrometheusRule.class);
    JsonNode alerts = Chart.yaml(Chart.FOLDER.resolve("files/alerts.yml"));
    assertThat(rule.getSpec().getGroups())
        .isNotEmpty()
        .hasSize(alerts.path("groups").size());
    rule.getSpec().getGroups().forEach(group -> assertThat(group.getRules()).isNotEmpty());
    assertThat(rule.getSpec()
            .getGroups()
            .getFirst()
            .getRules()
            .getFirst()
            .getExpr()
            .getStrVal())
        .isEqualTo(alerts.at("/groups/0/rules/0/expr").asText());
    assertThat(rule.getMetadata().getLabels()).containsEntry("release", "prometheus");
    ConfigMap dashboard = manifests.named(ConfigMap.class, "clipcoder-dashboard");
    assertThat(dashboard.getMetadata().getLabels()).containsEntry("grafana_dashboard", "1");
    assertThat(dashboard.getMetadata().getAnnotations())
        .containsEntry("grafana_folder", "Services");
    assertThat(dashboard.getData().getOrDefault("clipcoder.json", "").strip())
        .isEqualTo(
            Files.readString(Chart.FOLDER.resolve("files/dashboard.json")).strip());
  }

  @Test
  void filesOfTheChart_areThoseOfMonitoring() {
    assertThat(Chart.FOLDER.resolve("files/dashboard.json"))
        .hasSameTextualContentAs(Path.of("monitoring/grafana/clipcoder.json"));
    assertThat(Chart.FOLDER.resolve("files/alerts.yml"))
        .hasSameTextualContentAs(Path.of("monitoring/prometheus/alerts.yml"));
  }

  @Test
  void networkPolicy_letsInWhoIsNamed() {
    NetworkPolicy policy = Chart.render("ingress").one(NetworkPolicy.class);
    assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
    assertThat(policy.getSpec().getIngress()).singleElement().satisfies(rule -> {
      assertThat(rule.getPorts())
          .singleElement()
          .satisfies(port -> assertThat(port.getPort().getStrVal()).isEqualTo("http"));
      assertThat(rule.getFrom())
          .extracting(peer -> peer.getNamespaceSelector().getMatchLabels())
          .containsExactly(
              Map.of("kubernetes.io/metadata.name", "ingress-nginx"),
              Map.of("kubernetes.io/metadata.name", "monitoring"));
    });
    NetworkPolicy open = Chart.render("minimal").one(NetworkPolicy.class);
    assertThat(open.getSpec().getIngress())
        .singleElement()
        .satisfies(rule -> assertThat(rule.getFrom()).isEmpty());
  }

  @Test
  void networkPolicy_letsOutToWhatTheValuesName() {
    assertThat(ports(Chart.render("minimal"))).containsExactly(List.of(53, 53));
    Manifests addresses = Chart.render(
        "clipcoder",
        Chart.scenario("minimal"),
        Map.of("settings.clipcoder\\.images\\.allow-urls", "true"));
    assertThat(ports(addresses)).containsExactly(List.of(53, 53), List.of(443));
    assertThat(ports(Chart.render("gpu"))).containsExactly(List.of(53, 53), List.of(5432));
    Manifests postgresql = Chart.render("postgresql");
    assertThat(ports(postgresql)).containsExactly(List.of(53, 53), List.of(5433), List.of(443));
    List<NetworkPolicyEgressRule> rules =
        postgresql.one(NetworkPolicy.class).getSpec().getEgress();
    assertThat(rules.get(1).getTo().getFirst().getPodSelector().getMatchLabels())
        .containsEntry("cnpg.io/cluster", "clipcoder");
    assertThat(rules.get(2).getTo().getFirst().getIpBlock().getExcept())
        .contains("10.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16");
  }

  private static List<List<Integer>> ports(Manifests manifests) {
    return manifests.one(NetworkPolicy.class).getSpec().getEgress().stream()
        .map(rule ->
            rule.getPorts().stream().map(port -> port.getPort().getIntVal()).toList())
        .toList();
  }

  @Test
  void pairOfReleases_sharesADatabase_andOneLeadsToThePodsOfTheOther() {
    Manifests current = Chart.render("clipcoder", Chart.scenario("upgrade-current"), Map.of());
    Manifests next = Chart.render("clipcoder-next", Chart.scenario("upgrade-next"), Map.of());
    assertThat(next.environment().get("CLIPCODER_DATABASEURL"))
        .isEqualTo(current.environment().get("CLIPCODER_DATABASEURL"));
    assertThat(next.setting("clipcoder.model")).isNotEqualTo(current.setting("clipcoder.model"));
    assertThat(current.traffic().getSpec().getSelector())
        .isEqualTo(next.pods().getSpec().getSelector());
    assertThat(next.podLabels())
        .containsAllEntriesOf(current.traffic().getSpec().getSelector());
    assertThat(current.pods().getSpec().getSelector())
        .as("its own pods can still be asked")
        .containsEntry("app.kubernetes.io/instance", "clipcoder");
    assertThat(next.all().stream().map(one -> one.getMetadata().getName()))
        .doesNotContainAnyElementsOf(
            current.all().stream().map(one -> one.getMetadata().getName()).toList());
    assertThat(next.podLabels()).isNotEqualTo(current.podLabels());
  }
}
