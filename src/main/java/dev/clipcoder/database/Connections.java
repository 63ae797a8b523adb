package dev.clipcoder.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.time.Duration;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;

/**
 * Pools of connections, for those who write and for those who read.
 *
 * @param writers how many may write at once
 */
record Connections(HikariDataSource writing, HikariDataSource reading, int writers, int readers)
    implements AutoCloseable {

  private static final int READERS = 4;

  /** PostgreSQL writes side by side; few connections, since replicas share its limit. */
  private static final int POSTGRES_WRITERS = 4;

  /** How long a request waits for a database that does not answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** How long PostgreSQL may take for one statement; none of ours writes more than a few hundred rows. */
  private static final Duration SILENCE = Duration.ofSeconds(20);

  private static String seconds(Duration time) {
    return Long.toString(time.toSeconds());
  }

  static Connections postgres(String url) {
    return new Connections(
        pool("write", postgresPool(url), POSTGRES_WRITERS),
        pool("read", postgresPool(url), READERS),
        POSTGRES_WRITERS,
        READERS);
  }

  private static HikariConfig postgresPool(String url) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    // Of a server that has gone without a word, a read would never end. The address may say
    // otherwise.
    config.addDataSourceProperty("connectTimeout", seconds(PATIENCE));
    config.addDataSourceProperty("socketTimeout", seconds(SILENCE));
    config.addDataSourceProperty("tcpKeepAlive", "true");
    // Replicas share the limit of the server.
    config.setMinimumIdle(1);
    config.setIdleTimeout(Duration.ofMinutes(1).toMillis());
    config.addDataSourceProperty("ApplicationName", "clipcoder");
    return config;
  }

  /** SQLite takes one writer at a time; one connection queues in Java instead of polling for the file lock. */
  static Connections sqlite(Path file) {
    HikariConfig reading = new HikariConfig();
    reading.setDataSource(sqliteSource(file, TransactionMode.DEFERRED));
    reading.setConnectionInitSql("PRAGMA query_only = 1");
    HikariConfig writing = new HikariConfig();
    writing.setDataSource(sqliteSource(file, TransactionMode.IMMEDIATE));
    return new Connections(pool("write", writing, 1), pool("read", reading, READERS), 1, READERS);
  }

  static DataSource sqliteSource(Path file, TransactionMode transactions) {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    // In WAL mode a lesser setting may lose the last transactions when the power fails.
    config.setSynchronous(SynchronousMode.FULL);
    config.setBusyTimeout(Math.toIntExact(PATIENCE.toMillis()));
    config.setTransactionMode(transactions);
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
    return source;
  }

  private static HikariDataSource pool(String name, HikariConfig config, int size) {
    config.setPoolName("database-" + name);
    config.setMaximumPoolSize(size);
    config.setConnectionTimeout(PATIENCE.toMillis());
    return new HikariDataSource(config);
  }

  @Override
  public void close() {
    reading.close();
    writing.close();
  }
}
