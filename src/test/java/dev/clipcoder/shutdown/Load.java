package dev.clipcoder.shutdown;

import dev.clipcoder.shutdown.Exchange.Answered;
import dev.clipcoder.shutdown.Exchange.Cut;
import dev.clipcoder.shutdown.Exchange.Outcome;
import dev.clipcoder.shutdown.Exchange.Refused;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Clients of one life of the service, who classify and write until it has gone, and remember what was acknowledged and
 * what was wrong.
 */
final class Load {

  static final String SUPPORT_SET = "taught";

  private static final int CLASSIFYING = 4;

  private static final JsonMapper JSON = new JsonMapper();

  private final int port;
  private final int round;
  private final byte[] picture;
  private final int dimension;
  private final List<Thread> clients = new ArrayList<>();
  private volatile boolean signalled;

  /** Bodies of label sets by id. */
  final Map<String, String> labelSets = new ConcurrentHashMap<>();

  /** Ids of examples. */
  final ConcurrentLinkedQueue<String> examples = new ConcurrentLinkedQueue<>();

  final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
  final AtomicInteger answered = new AtomicInteger();
  final AtomicInteger turnedAway = new AtomicInteger();
  final AtomicInteger refused = new AtomicInteger();

  /** Sent before the signal and answered after it. */
  final AtomicInteger inFlight = new AtomicInteger();

  Load(int port, int round, byte[] picture, int dimension) {
    this.port = port;
    this.round = round;
    this.picture = picture;
    this.dimension = dimension;
  }

  void start() {
    for (int i = 0; i < CLASSIFYING; i++) {
      run("classify-" + i, this::classify);
    }
    run("label-sets", this::register);
    run("support-sets", this::teach);
  }

  /** To be called right before the signal is sent. */
  void signalled() {
    signalled = true;
  }

  void awaitEnd() throws InterruptedException {
    for (Thread client : clients) {
      client.join();
    }
  }

  private interface Client {
    /** One request. */
    Outcome next(Exchange exchange, Random random, int n, Sent sent);
  }

  /** Whether the request was on its way before the signal. */
  private final class Sent implements Runnable {
    private boolean before;

    @Override
    public void run() {
      before = !signalled;
    }
  }

  private void run(String name, Client client) {
    clients.add(Thread.ofPlatform().name(name).start(() -> {
      Random random = new Random(31L * round + name.hashCode());
      try (Exchange exchange = new Exchange(port)) {
        boolean gone = false;
        for (int n = 0; !gone; n++) {
          Sent sent = new Sent();
          gone = isGone(name, client.next(exchange, random, n, sent), sent.before);
        }
      } catch (RuntimeException e) {
        wrong.add("%s in round %d: %s".formatted(name, round, e));
      }
    }));
  }

  /** Counts the outcome; whether the service takes nothing any more. */
  private boolean isGone(String name, Outcome outcome, boolean sentBefore) {
    return switch (outcome) {
      case Refused _ -> {
        if (sentBefore) {
          wrong.add(
              "%s in round %d: sent before the signal and never answered".formatted(name, round));
        } else if (!signalled) {
          wrong.add("%s in round %d: refused before the signal".formatted(name, round));
        }
        refused.incrementAndGet();
        yield true;
      }
      case Cut cut -> {
        wrong.add("%s in round %d: cut off after %s".formatted(name, round, cut.received()));
        yield true;
      }
      case Answered whole -> {
        if (whole.status() == 503 && signalled) {
          turnedAway.incrementAndGet();
        } else if (whole.status() >= 200 && whole.status() < 300) {
          answered.incrementAndGet();
          if (sentBefore && signalled) {
            inFlight.incrementAndGet();
          }
        } else {
          wrong.add("%s in round %d: %d %s"
              .formatted(
                  name, round, whole.status(), new String(whole.body(), StandardCharsets.UTF_8)));
        }
        yield false;
      }
    };
  }

  /** Each time another part of the picture, so that it is encoded anew. */
  private Outcome classify(Exchange exchange, Random random, int n, Sent sent) {
    String path = "/classify?labels=cat&labels=dog&labels=car&regions="
        + "%5B%5B0,0,1,1%5D,%5B{x},{y},0.5,0.5%5D%5D"
            .replace("{x}", "%.6f".formatted(random.nextDouble() / 2))
            .replace("{y}", "%.6f".formatted(random.nextDouble() / 2));
    Outcome outcome = exchange.send("POST", path, "image/png", picture, sent);
    if (outcome instanceof Answered whole
        && whole.status() == 200
        && JSON.readTree(whole.body()).path("results").size() != 2) {
      wrong.add("An answer without its results");
    }
    return outcome;
  }

  /** Waits for some builds, and for others not. */
  private Outcome register(Exchange exchange, Random random, int n, Sent sent) {
    String id = "set-%d-%d".formatted(round, n);
    String body = "{\"classes\":[{\"label\":\"cat\",\"texts\":{\"attribute\":[%s]}},\"dog %d\"]}"
        .formatted(
            IntStream.range(0, 1 + n % 8)
                .mapToObj(i -> "\"a %d %d %d\"".formatted(round, n, i))
                .collect(Collectors.joining(",")),
            random.nextInt(1000));
    Outcome outcome = exchange.send(
        "PUT",
        "/label-sets/" + id,
        n % 2 == 0 ? "application/json" : "application/json\r\nPrefer: respond-async",
        body.getBytes(StandardCharsets.UTF_8),
        sent);
    if (outcome instanceof Answered whole && whole.status() / 100 == 2) {
      labelSets.put(id, body);
    }
    return outcome;
  }

  private Outcome teach(Exchange exchange, Random random, int n, Sent sent) {
    if (n == 0) {
      String set = "{\"labels\":[\"apple\",\"lemon\"]}";
      return exchange.send(
          "PUT",
          "/support-sets/" + SUPPORT_SET,
          "application/json",
          set.getBytes(StandardCharsets.UTF_8),
          sent);
    }
    double[] vector = random.doubles(dimension, -1, 1).toArray();
    double norm = Math.sqrt(Arrays.stream(vector).map(value -> value * value).sum());
    String embedding = Arrays.stream(vector)
        .mapToObj(value -> String.format(Locale.ROOT, "%.7f", value / norm))
        .collect(Collectors.joining(","));
    String body = "{\"label\":\"%s\",\"embedding\":[%s]}"
        .formatted(n % 2 == 0 ? "apple" : "lemon", embedding);
    Outcome outcome = exchange.send(
        "POST",
        "/support-sets/" + SUPPORT_SET + "/examples",
        "application/json\r\nPrefer: respond-async",
        body.getBytes(StandardCharsets.UTF_8),
        sent);
    if (outcome instanceof Answered whole && whole.status() / 100 == 2) {
      JsonNode added = JSON.readTree(whole.body()).path("examples");
      added.forEach(example -> examples.add(example.path("id").asString()));
    }
    return outcome;
  }
}
