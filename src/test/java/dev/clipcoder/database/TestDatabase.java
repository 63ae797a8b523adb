package dev.clipcoder.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Both databases, as tests want them: empty. */
public enum TestDatabase {
  SQLITE {
    @Override
    public DatabaseProperties empty(Path directory) {
      return new DatabaseProperties("", directory);
    }
  },

  POSTGRES {
    @Override
    public DatabaseProperties empty(Path directory) {
      String name = "test_" + UUID.randomUUID().toString().replace("-", "");
      EmbeddedPostgres server = server();
      try (Connection connection = server.getPostgresDatabase().getConnection()) {
        connection.createStatement().execute("CREATE DATABASE " + name);
      } catch (SQLException e) {
        throw new IllegalStateException("No database can be made", e);
      }
      return new DatabaseProperties(server.getJdbcUrl("postgres", name), directory);
    }
  };

  private static @Nullable EmbeddedPostgres server;

  /** An address of the database's own, to be opened again and again. */
  public abstract DatabaseProperties empty(Path directory);

  /** One server for the whole run; it ends with the process. */
  private static synchronized EmbeddedPostgres server() {
    if (server == null) {
      try {
        server = EmbeddedPostgres.builder().start();
      } catch (IOException e) {
        throw new UncheckedIOException("PostgreSQL does not start", e);
      }
    }
    return server;
  }
}
