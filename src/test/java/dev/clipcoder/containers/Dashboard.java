package dev.clipcoder.containers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A dashboard of Grafana as its file has it. */
record Dashboard(JsonNode json) {

  /** A query of a panel. */
  record Query(String panel, String expression) {}

  static Dashboard read(Path file) {
    return new Dashboard(new JsonMapper().readTree(file));
  }

  static Dashboard parse(String text) {
    return new Dashboard(new JsonMapper().readTree(text));
  }

  /** The queries of all panels, with Grafana's variables filled in. */
  List<Query> queries() {
    List<Query> queries = new ArrayList<>();
    collect(json.path("panels"), queries);
    return queries;
  }

  private void collect(JsonNode panels, List<Query> queries) {
    for (JsonNode panel : panels) {
      for (JsonNode target : panel.path("targets")) {
        String expression = target.path("expr").asString("");
        if (!expression.isBlank()) {
          queries.add(new Query(panel.path("title").asString(""), filledIn(expression)));
        }
      }
      collect(panel.path("panels"), queries);
    }
  }

  /** As Grafana does: its own variables are durations, and those of the dashboard stand for all values. */
  private String filledIn(String expression) {
    String filled = expression.replaceAll("\\$\\{?__(rate_interval|interval|range)\\b\\}?", "1m");
    for (JsonNode variable : json.path("templating").path("list")) {
      String name = variable.path("name").asString("");
      filled = filled.replaceAll("\\$(\\{" + name + "(:\\w+)?\\}|" + name + "\\b)", ".*");
    }
    return filled;
  }
}
