package dev.clipcoder.api;

import dev.clipcoder.containers.RequiresDocker;
import org.junit.jupiter.api.AfterAll;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** The same over the PostgreSQL that docker-compose.yml starts, with a password and over the network. */
@RequiresDocker
class PostgresContainerIT extends LabelSetEndpointTest {

  private static final PostgreSQLContainer POSTGRES = new PostgreSQLContainer("postgres:17");

  @DynamicPropertySource
  static void keepStateInPostgres(DynamicPropertyRegistry settings) {
    POSTGRES.start();
    settings.add(
        "clipcoder.database-url",
        () -> POSTGRES.getJdbcUrl()
            + "&user="
            + POSTGRES.getUsername()
            + "&password="
            + POSTGRES.getPassword());
  }

  @AfterAll
  static void end() {
    POSTGRES.stop();
  }
}
