package dev.clipcoder.api;

import dev.clipcoder.database.TestDatabase;
import java.nio.file.Path;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The same over PostgreSQL. */
class PostgresSupportSetEndpointTest extends SupportSetEndpointTest {

  @DynamicPropertySource
  static void keepStateInPostgres(DynamicPropertyRegistry settings) {
    String url = TestDatabase.POSTGRES.empty(Path.of("target")).databaseUrl();
    settings.add("clipcoder.database-url", () -> url);
  }
}
