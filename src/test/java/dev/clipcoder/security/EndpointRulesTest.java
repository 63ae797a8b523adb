package dev.clipcoder.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpMethod;

class EndpointRulesTest {

  @ParameterizedTest
  @CsvSource({
    "POST,    /classify,                        CLASSIFY",
    "PUT,     /classify,                        CLASSIFY",
    "POST,    /few-shot/classify,               CLASSIFY",
    "POST,    /v1/embeddings,                   CLASSIFY",
    "GET,     /info,                            CLASSIFY MANAGE",
    "HEAD,    /label-sets/pets,                 CLASSIFY MANAGE",
    "OPTIONS, /label-sets/pets,                 CLASSIFY MANAGE",
    "POST,    /label-sets/{id}/generate,        MANAGE",
    "GET,     /support-sets/{id},               CLASSIFY MANAGE",
    "PUT,     /support-sets/{id},               MANAGE",
    "POST,    /support-sets/{id}/examples,      MANAGE",
    "DELETE,  /support-sets/{id}/examples/{e},  MANAGE",
    "PROPFIND, /label-sets/pets,                MANAGE",
    "DELETE,  /jobs/7,                          MANAGE",
    "GET,     /actuator/prometheus,             METRICS",
    "POST,    /actuator/anything,               METRICS",
    "GET,     /actuator/health/readiness,       ''",
    "GET,     /,                                ''",
    "GET,     /page/main.js,                    ''"
  })
  void roles_areThoseOfTheTable(String method, String path, String roles) {
    assertThat(words(EndpointRules.roles(HttpMethod.valueOf(method), path))).isEqualTo(roles);
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /",
    "GET, /pages/main.js",
    "GET, /classifyall",
    "GET, /label-setsx/y",
    "GET, /LABEL-SETS",
    "GET, //label-sets",
    "POST, /info",
    "POST, /health",
    "GET, /error",
    "GET, /something-new"
  })
  void roles_ofWhatIsNotInTheTable_areNobodys(String method, String path) {
    assertThat(EndpointRules.roles(HttpMethod.valueOf(method), path)).isEmpty();
  }

  private static String words(Optional<Set<Role>> roles) {
    return roles.orElseThrow().stream().sorted().map(Role::name).collect(Collectors.joining(" "));
  }
}
