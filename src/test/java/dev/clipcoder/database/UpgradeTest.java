package dev.clipcoder.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Databases of every earlier schema, brought up to date: no table, no column and no row is lost or changed. */
class UpgradeTest {

  private static final int RELEASED = 6;

  @TempDir
  Path directory;

  private static Stream<Arguments> old() {
    return Stream.of(TestDatabase.values())
        .flatMap(kind ->
            IntStream.rangeClosed(1, RELEASED).mapToObj(version -> Arguments.of(kind, version)));
  }

  @ParameterizedTest(name = "{0} of schema {1}")
  @MethodSource("old")
  void upgrade_keepsEveryRow(TestDatabase kind, int version) {
    DatabaseProperties properties = OldDatabase.of(kind, directory, version);
    JdbcClient sql = JdbcClient.create(OldDatabase.source(properties));
    Map<String, List<Map<String, String>>> before = tables(kind, sql).stream()
        .collect(Collectors.toMap(table -> table, table -> rows(sql, table)));
    assertThat(before.values())
        .hasSizeGreaterThanOrEqualTo(version)
        .allMatch(rows -> !rows.isEmpty());

    Database.open(properties).close();

    assertThat(newest(sql)).isGreaterThanOrEqualTo(RELEASED);
    before.forEach((table, rows) -> {
      List<Map<String, String>> after = rows(sql, table);
      after.forEach(row -> row.keySet().retainAll(rows.getFirst().keySet()));
      assertThat(after).as(table).containsExactlyInAnyOrderElementsOf(rows);
    });
  }

  /** A script that has been released is never changed: databases that it has made know its hash. */
  @Test
  void releasedScripts_areAsTheyWere() throws IOException {
    try (Stream<Path> scripts = Files.list(Path.of("src/test/resources/upgrade/schema"))) {
      List<Path> released = scripts.toList();
      assertThat(released).hasSize(RELEASED);
      for (Path script : released) {
        assertThat(Path.of("src/main/resources/db/migration").resolve(script.getFileName()))
            .hasSameBinaryContentAs(script);
      }
    }
  }

  private static int newest(JdbcClient sql) {
    return sql
        .sql("SELECT version FROM flyway_schema_history")
        .query((row, _) -> row.getInt("version"))
        .list()
        .stream()
        .mapToInt(version -> version)
        .max()
        .orElseThrow();
  }

  private static List<String> tables(TestDatabase kind, JdbcClient sql) {
    String query = kind == TestDatabase.SQLITE
        ? "SELECT name FROM sqlite_master WHERE type = 'table'"
        : "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'";
    return sql.sql(query).query((row, _) -> row.getString(1)).list().stream()
        .filter(table -> !table.startsWith("flyway") && !table.startsWith("sqlite"))
        .toList();
  }

  private static List<Map<String, String>> rows(JdbcClient sql, String table) {
    return sql.sql("SELECT * FROM " + table).query().listOfRows().stream()
        .map(UpgradeTest::text)
        .toList();
  }

  private static Map<String, String> text(Map<String, Object> row) {
    Map<String, String> text = new TreeMap<>();
    row.forEach((column, value) -> text.put(
        column,
        value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : String.valueOf(value)));
    return text;
  }
}
