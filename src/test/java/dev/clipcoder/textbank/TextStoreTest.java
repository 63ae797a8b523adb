package dev.clipcoder.textbank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.clipcoder.database.Database;
import dev.clipcoder.database.DatabaseProperties;
import dev.clipcoder.database.TestDatabase;
import dev.clipcoder.encoder.EncodedText;
import dev.clipcoder.encoder.FixedEmbeddings;
import dev.clipcoder.encoder.FixedTextEncoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class TextStoreTest {

  private static final List<String> MANY =
      IntStream.range(0, 600).mapToObj("text %d"::formatted).toList();

  private final TestDatabase kind;
  private final FixedTextEncoder encoder = new FixedTextEncoder();
  private final List<Long> reported = new ArrayList<>();

  @TempDir
  Path directory;

  private DatabaseProperties properties;
  private Database database;

  TextStoreTest(TestDatabase kind) {
    this.kind = kind;
  }

  @BeforeEach
  void open() {
    properties = kind.empty(directory);
    database = Database.open(properties);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private TextStore store(String space) {
    return TestStores.of(database, encoder, new TextSpace(space));
  }

  private TextStore.Progress progress(long interruptedAt) {
    return new TextStore.Progress() {
      @Override
      public void begin(long alreadyStored, long total) {
        reported.add(alreadyStored);
      }

      @Override
      public void report(long stored) throws InterruptedException {
        reported.add(stored);
        if (stored >= interruptedAt) {
          throw new InterruptedException("here");
        }
      }
    };
  }

  private TextStore.Progress progress() {
    return progress(Long.MAX_VALUE);
  }

  @Test
  void complete_storesAllForTheNextStart() throws InterruptedException {
    store("a").complete(MANY, progress());
    database.close();
    database = Database.open(properties);
    List<EncodedText> loaded = store("a").load(List.of("text 599", "text 0", "text 599"));
    assertThat(loaded)
        .containsExactly(
            new EncodedText(FixedEmbeddings.of("599"), 4, false),
            new EncodedText(FixedEmbeddings.of("0"), 4, false),
            new EncodedText(FixedEmbeddings.of("599"), 4, false));
    assertThat(store("a").find(MANY).join()).hasSize(600);
    assertThat(encoder.encoded()).hasSize(600);
    assertThat(reported).startsWith(0L, 64L, 128L).endsWith(600L);
  }

  @Test
  void complete_ofWhatIsStored_encodesNothing() throws InterruptedException {
    store("a").complete(MANY, progress());
    reported.clear();
    store("a").complete(MANY.subList(100, 200), progress());
    assertThat(encoder.encoded()).hasSize(600);
    assertThat(reported).containsExactly(100L);
  }

  @Test
  void complete_interrupted_goesOnWhereItWas() {
    assertThat(catchInterrupt(progress(300))).isTrue();
    int before = encoder.encoded().size();
    reported.clear();
    assertThat(catchInterrupt(progress())).isFalse();
    assertThat(reported.getFirst()).isEqualTo(320);
    assertThat(encoder.encoded().size() - before).isEqualTo(600 - 320);
  }

  private boolean catchInterrupt(TextStore.Progress progress) {
    try {
      store("a").complete(MANY, progress);
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }

  @Test
  void anotherSpace_isEmpty() throws InterruptedException {
    store("a").complete(List.of("cat"), progress());
    assertThat(store("b").find(List.of("cat")).join()).isEmpty();
    assertThatIllegalStateException().isThrownBy(() -> store("b").load(List.of("cat")));
  }

  @Test
  void find_withoutADatabase_findsNothing() {
    TextStore store = store("a");
    database.close();
    assertThat(store.find(List.of("cat")).join()).isEmpty();
  }
}
