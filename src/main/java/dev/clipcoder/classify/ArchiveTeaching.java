package dev.clipcoder.classify;

import dev.clipcoder.encoder.EncoderException;
import dev.clipcoder.fewshot.ExampleOutcome;
import dev.clipcoder.fewshot.Examples;
import dev.clipcoder.fewshot.InvalidSupportSetException;
import dev.clipcoder.fewshot.NewExample;
import dev.clipcoder.fewshot.SupportSet;
import dev.clipcoder.image.ImageException;
import dev.clipcoder.image.PictureArchive;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** One archive from its first picture to its last: few pictures at a time, stored together in their order. */
final class ArchiveTeaching implements AutoCloseable {

  /** Pictures unpacked at a time: a batch of the device and one on its way. */
  private static final int MOST_UNDER_WAY = 32;

  /** Bytes of them, beyond which none is unpacked. */
  private static final long MOST_BYTES = 64L << 20;

  /** Examples stored together. */
  private static final int CHUNK = 100;

  private final SupportSet set;
  private final PictureArchive archive;
  private final Intake intake;
  private final PictureEmbeddings embeddings;
  private final Examples examples;
  private final Caller caller;
  private final ExecutorService items = Executors.newThreadPerTaskExecutor(
      Thread.ofVirtual().name("archive-item-", 0).factory());
  private final Deque<UnderWay> underWay = new ArrayDeque<>();
  private final Map<String, String> labels = new HashMap<>();

  /** By id: in which file it came first. */
  private final Map<String, PictureArchive.Picture> seen = new HashMap<>();

  private final List<NewExample> finished = new ArrayList<>();
  private final List<ExampleOutcome> outcomes = new ArrayList<>();
  private final List<TaughtArchive.Fault> faults = new ArrayList<>();
  private long bytes;

  /** What the caller has seen; the first change is made on it, and the others come after that. */
  private @Nullable Integer expected;

  private record UnderWay(PictureArchive.Picture picture, CompletableFuture<NewExample> example) {}

  ArchiveTeaching(
      SupportSet set,
      PictureArchive archive,
      Intake intake,
      PictureEmbeddings embeddings,
      Examples examples,
      @Nullable Integer expected,
      Caller caller) {
    this.set = set;
    this.archive = archive;
    this.intake = intake;
    this.embeddings = embeddings;
    this.examples = examples;
    this.expected = expected;
    this.caller = caller;
  }

  TaughtArchive run() {
    for (Optional<PictureArchive.Entry> next = archive.next();
        next.isPresent();
        next = archive.next()) {
      if (caller.isGone()) {
        intake.countAbandoned();
        throw new CallerGoneException();
      }
      switch (next.get()) {
        case PictureArchive.Faulty faulty ->
          faults.add(new TaughtArchive.Fault(faulty.name(), faulty.sentence()));
        case PictureArchive.Picture picture -> begin(picture);
      }
      while (underWay.size() >= MOST_UNDER_WAY || bytes > MOST_BYTES) {
        finishFirst();
      }
    }
    while (!underWay.isEmpty()) {
      finishFirst();
    }
    store();
    return new TaughtArchive(outcomes, faults);
  }

  private void begin(PictureArchive.Picture picture) {
    String label;
    try {
      label = labels.computeIfAbsent(picture.label(), given -> examples.requireLabel(set, given));
    } catch (InvalidSupportSetException unknown) {
      fault(picture, unknown.getMessage());
      return;
    }
    bytes += picture.bytes().length;
    underWay.add(
        new UnderWay(picture, CompletableFuture.supplyAsync(() -> example(picture, label), items)));
  }

  private NewExample example(PictureArchive.Picture picture, String label) {
    try (Work work = intake.beginInBulk()) {
      return new ExampleViewing(List.of(picture.bytes()), set.definition().keep(), embeddings, work)
          .await(label)
          .getFirst();
    }
  }

  private void finishFirst() {
    UnderWay first = underWay.remove();
    bytes -= first.picture().bytes().length;
    NewExample example;
    try {
      example = first.example().join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof ImageException unreadable) {
        fault(first.picture(), unreadable.getMessage());
        return;
      }
      throw failed.getCause() instanceof EncoderException refused ? refused : failed;
    }
    PictureArchive.Picture before = seen.putIfAbsent(example.id(), first.picture());
    if (before == null) {
      finished.add(example);
    } else if (!before.label().equals(first.picture().label())) {
      fault(
          first.picture(),
          "The same picture is in the folder '%s' too, which came first."
              .formatted(before.label()));
    }
    if (finished.size() == CHUNK) {
      store();
    }
  }

  private void store() {
    if (!finished.isEmpty()) {
      outcomes.addAll(examples.add(set.id(), List.copyOf(finished), expected).outcomes());
      expected = null;
      finished.clear();
    }
  }

  private void fault(PictureArchive.Picture picture, @Nullable String reason) {
    faults.add(new TaughtArchive.Fault(picture.name(), reason == null ? "" : reason));
  }

  /** Takes back what is not done. */
  @Override
  public void close() {
    items.shutdownNow();
    items.close();
  }
}
