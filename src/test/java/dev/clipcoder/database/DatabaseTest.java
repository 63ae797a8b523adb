package dev.clipcoder.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.jdbc.core.simple.JdbcClient;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class DatabaseTest {

  private final TestDatabase kind;

  @TempDir
  Path directory;

  private DatabaseProperties properties = new DatabaseProperties("", Path.of("."));
  private Database database;

  DatabaseTest(TestDatabase kind) {
    this.kind = kind;
  }

  @BeforeEach
  void open() {
    properties = kind.empty(directory);
    database = Database.open(properties);
    database.write(sql ->
        sql.sql("CREATE TABLE counter (id INTEGER PRIMARY KEY, value INTEGER)").update());
    database.write(sql -> sql.sql("INSERT INTO counter VALUES (1, 0)").update());
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static int value(JdbcClient sql) {
    return sql.sql("SELECT value FROM counter WHERE id = 1")
        .query(Integer.class)
        .single();
  }

  private static int increase(JdbcClient sql) {
    return sql.sql("UPDATE counter SET value = value + 1 WHERE id = 1").update();
  }

  @Test
  void write_isThereAfterOpeningAgain() {
    database.write(DatabaseTest::increase);
    database.close();
    database = Database.open(properties);
    assertThat(database.<Integer>read(DatabaseTest::value)).isEqualTo(1);
  }

  @Test
  void write_thatFails_leavesNothing() {
    assertThatIllegalStateException()
        .isThrownBy(() -> database.write(sql -> {
          increase(sql);
          throw new IllegalStateException("no");
        }));
    assertThat(database.<Integer>read(DatabaseTest::value)).isZero();
  }

  @Test
  void manyWrites_amongReads_allCount() {
    List<CompletableFuture<Integer>> all = IntStream.range(0, 400)
        .mapToObj(i -> i % 2 == 0
            ? database.writeLater(DatabaseTest::increase)
            : database.readLater(DatabaseTest::value))
        .toList();
    all.forEach(CompletableFuture::join);
    assertThat(database.<Integer>read(DatabaseTest::value)).isEqualTo(200);
  }

  @Test
  void work_runsOnPlatformThreads() throws InterruptedException {
    CompletableFuture<Boolean> virtual = new CompletableFuture<>();
    Thread.startVirtualThread(
            () -> virtual.complete(database.read(_ -> Thread.currentThread().isVirtual())))
        .join();
    assertThat(virtual.join()).isFalse();
  }

  @Test
  void databaseThatCannotBeOpened_isToldInOneSentence() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    DatabaseProperties impossible = kind == TestDatabase.SQLITE
        ? new DatabaseProperties("", file)
        : new DatabaseProperties("jdbc:postgresql://127.0.0.1:1/none?connectTimeout=1", file);
    Throwable failure = catchThrowable(() -> Database.open(impossible));
    FailureAnalysis analysis = Objects.requireNonNull(
        new DatabaseFailureAnalyzer().analyze(new IllegalStateException("No bean", failure)));
    assertThat(analysis.getDescription())
        .isEqualTo(failure.getMessage())
        .contains(kind == TestDatabase.SQLITE ? "cannot be written" : "cannot be reached");
    assertThat(SpringFactoriesLoader.forDefaultResourceLocation()
            .load(FailureAnalyzer.class, (_, _, _) -> {}))
        .hasAtLeastOneElementOfType(DatabaseFailureAnalyzer.class);
  }

  @Test
  void sqliteDirectory_isUsedByOne() {
    if (kind == TestDatabase.SQLITE) {
      assertThatExceptionOfType(DatabaseOpeningException.class)
          .isThrownBy(() -> Database.open(properties))
          .withMessageContaining("Another process");
    }
    assertThat(database.isExclusive()).isEqualTo(kind == TestDatabase.SQLITE);
  }
}
