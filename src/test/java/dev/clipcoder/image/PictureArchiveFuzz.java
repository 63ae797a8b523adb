package dev.clipcoder.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.clipcoder.image.PictureArchive.Entry;
import dev.clipcoder.image.PictureArchive.Faulty;
import dev.clipcoder.image.PictureArchive.Limits;
import dev.clipcoder.image.PictureArchive.Picture;
import java.util.Optional;

/** Whatever the bytes: pictures within the limits, entries with a sentence, or one sentence for the whole. */
class PictureArchiveFuzz {

  private static final Limits LIMITS = new Limits(100, 1000, 5000);

  @FuzzTest(maxDuration = "3m")
  void read(byte[] bytes) {
    try {
      PictureArchive archive = PictureArchive.open(bytes, LIMITS);
      assertThat(archive.size()).isLessThanOrEqualTo(LIMITS.maxEntries());
      long total = 0;
      for (Optional<Entry> next = archive.next(); next.isPresent(); next = archive.next()) {
        total += check(next.get());
      }
      assertThat(total).isLessThanOrEqualTo(LIMITS.maxTotalBytes());
    } catch (ArchiveException refusal) {
      checkSentence(String.valueOf(refusal.getMessage()));
    }
  }

  private static long check(Entry entry) {
    assertThat(entry.name()).hasSizeLessThanOrEqualTo(201).doesNotContainPattern("\\p{Cntrl}");
    return switch (entry) {
      case Picture picture -> {
        assertThat(picture.label()).isNotBlank().doesNotContainPattern("[/\\\\\\p{Cntrl}]");
        assertThat(picture.label()).isNotIn(".", "..");
        assertThat(picture.bytes().length).isLessThanOrEqualTo(1000);
        yield picture.bytes().length;
      }
      case Faulty faulty -> {
        checkSentence(faulty.sentence());
        yield 0;
      }
    };
  }

  private static void checkSentence(String sentence) {
    assertThat(sentence)
        .hasSizeBetween(20, 1100)
        .doesNotContainPattern("\\p{Cntrl}")
        .endsWith(".");
  }
}
