package dev.clipcoder.api;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A PostgreSQL server that can be stopped and started again with its data, at the same address. */
final class PostgresServer implements AutoCloseable {

  private final Path folder;
  private EmbeddedPostgres server;

  PostgresServer(Path folder) {
    this.folder = folder;
    this.server = start(0);
  }

  private EmbeddedPostgres start(int port) {
    EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
        .setDataDirectory(folder.resolve("postgres"))
        .setCleanDataDirectory(false);
    if (port > 0) {
      builder.setPort(port);
    }
    try {
      return builder.start();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  String url() {
    return server.getJdbcUrl("postgres", "postgres");
  }

  JdbcClient sql() {
    return JdbcClient.create(server.getPostgresDatabase());
  }

  void stop() {
    try {
      server.close();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  void startAgain() throws SQLException {
    server = start(server.getPort());
  }

  @Override
  public void close() {
    stop();
  }
}
