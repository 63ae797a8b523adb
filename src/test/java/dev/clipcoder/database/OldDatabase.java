package dev.clipcoder.database;

import dev.clipcoder.encoder.FixedEmbeddings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.sqlite.SQLiteConfig.TransactionMode;

/**
 * A database as a service of an earlier schema has left it: its tables, made by the scripts as they were then, with rows
 * in each. The scripts are kept apart from those of the product, so that one that is changed after all is noticed.
 */
public final class OldDatabase {

  private static final Path FOLDER = Path.of("src/test/resources/upgrade");

  private static final Pattern BYTES = Pattern.compile("\\{(key|vector):([^}]*)}");

  private OldDatabase() {}

  /** Makes one, of the version that many scripts make. */
  public static DatabaseProperties of(TestDatabase kind, Path directory, int version) {
    DatabaseProperties properties = kind.empty(directory);
    DataSource source = source(properties);
    Flyway.configure()
        .dataSource(source)
        .locations("filesystem:" + FOLDER.resolve("schema"))
        .target(Integer.toString(version))
        .load()
        .migrate();
    JdbcClient sql = JdbcClient.create(source);
    for (int rows = 1; rows <= version; rows++) {
      for (String statement :
          read(FOLDER.resolve("rows/%d.sql".formatted(rows))).split(";\n", -1)) {
        if (!statement.isBlank()) {
          sql.sql(bytes(kind, statement)).update();
        }
      }
    }
    return properties;
  }

  static DataSource source(DatabaseProperties properties) {
    return properties.databaseUrl().isEmpty()
        ? Connections.sqliteSource(
            properties.dataDir().resolve("clipcoder.db"), TransactionMode.IMMEDIATE)
        : new DriverManagerDataSource(properties.databaseUrl());
  }

  private static String bytes(TestDatabase kind, String statement) {
    return BYTES.matcher(statement).replaceAll(match -> {
      byte[] bytes = match.group(1).equals("key") ? key(match.group(2)) : vector(match.group(2));
      String hex = HexFormat.of().formatHex(bytes);
      return Matcher.quoteReplacement(
          kind == TestDatabase.SQLITE
              ? "X'%s'".formatted(hex)
              : "decode('%s', 'hex')".formatted(hex));
    });
  }

  /** Of a text in the space {@code f1}. */
  private static byte[] key(String text) {
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest(("f1 " + text).getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] vector(String word) {
    float[] values = FixedEmbeddings.of(word).toArray();
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }
}
