package dev.clipcoder.containers;

import dev.clipcoder.testing.Ports;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code docker-compose.yml} under a name of its own, on ports that are free. */
final class ComposeProject implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ComposeProject.class);

  private final String name = "clipcoder-test-" + ProcessHandle.current().pid();
  private final Map<String, String> environment = new HashMap<>(ServiceImage.ENVIRONMENT);

  ComposeProject() {
    for (String variable : List.of("CLIPCODER_PORT", "PROMETHEUS_PORT", "GRAFANA_PORT")) {
      environment.put(variable, Integer.toString(Ports.free()));
    }
  }

  /** Starts all and waits until all are healthy. */
  void up() {
    try {
      compose("up", "--detach", "--wait", "--wait-timeout", "300");
    } catch (DockerException e) {
      log.error("Compose does not come up; its logs:\n{}", compose("logs", "--tail", "40"));
      throw e;
    }
  }

  /** Ends all and keeps the volumes. */
  void down() {
    compose("down");
  }

  String execute(String service, String... command) {
    List<String> arguments = new ArrayList<>(List.of("exec", "--no-TTY", service));
    arguments.addAll(List.of(command));
    return compose(arguments.toArray(String[]::new));
  }

  String compose(String... arguments) {
    List<String> command = new ArrayList<>(List.of("compose", "--project-name", name));
    command.addAll(List.of(arguments));
    return Docker.run(environment, command);
  }

  int port(String variable) {
    return Integer.parseInt(environment.getOrDefault(variable, ""));
  }

  /** What Docker still has of the project: containers, networks and volumes. */
  String remains() {
    String label = "label=com.docker.compose.project=" + name;
    return Docker.run("ps", "--all", "--quiet", "--filter", label)
        + Docker.run("network", "ls", "--quiet", "--filter", label)
        + Docker.run("volume", "ls", "--quiet", "--filter", label);
  }

  @Override
  public void close() {
    compose("down", "--volumes", "--remove-orphans");
  }
}
