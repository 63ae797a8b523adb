package dev.clipcoder.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.FilePayload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Part 3 of the page: classes by examples. */
class TeachOnPageTest extends FirstVisitTest {

  @TempDir
  Path folder;

  @Test
  void newWords_areLearnedFromPictures_andTheReportIsThatOfTheService() {
    teachToysAndSomethingElse();

    JsonNode set = service.get("/support-sets/toys");
    assertThat(set.at("/examples/perClass/zorp").asInt()).isEqualTo(2);
    assertThat(page.locator("#teach-fit")).containsText(set.at("/fit/method/id").asString());
    assertThat(page.locator("#teach-fit strong"))
        .hasText(
            "%d %% right.".formatted(Math.round(set.at("/fit/heldOut/accuracy").asDouble() * 100)));
    page.locator("#teach-fit summary").first().click();
    assertThat(page.locator("#teach-fit tbody tr"))
        .hasCount(set.at("/fit/candidates").size());

    page.locator("#picture-file").setInputFiles(Path.of("docs/samples/lemon/openmoji.png"));
    button("Classify the picture by the examples").click();
    assertThat(answer()).hasText("zorp");
    JsonNode expected = service.post(
        "/few-shot/classify?supportSet=toys&include=explanation",
        Path.of("docs/samples/lemon/openmoji.png"));
    Locator why = page.locator("#teach-result .why tbody tr");
    assertThat(why).hasCount(expected.at("/explanation/examples").size());
    assertThat(why.first().locator("td").nth(2))
        .hasText(String.format(
            Locale.ROOT,
            "%.3f",
            expected.at("/explanation/examples/0/similarity").asDouble()));
    assertThat(why.first().locator("img")).isVisible();
  }

  @Test
  void demo_teachesTwoWords_andThePictureAboveIsClassified() {
    takeSample("pickup truck");
    button("Do it for me with samples").click();
    assertThat(page.locator("#teach-problem")).containsText("Two classes are taught");
    assertThat(page.locator(".class-card .hint").first()).hasText("3 examples");
    button("Classify the picture by the examples").click();
    assertThat(answer()).hasText("ride");

    // What is shown goes with the picture that is shown.
    takeSample("doughnut");
    assertThat(answer()).hasText("snack");
  }

  @Test
  void wrongAnswer_isCorrectedByOnePress() {
    teach("toys", "zorp\nblick");
    addTo("zorp", "lemon");
    addTo("blick", "guitar");
    takeSample("rose");
    button("Classify the picture by the examples").click();
    assertThat(answer()).isVisible();
    String other = answer().textContent().equals("zorp") ? "blick" : "zorp";

    button("It is: " + other).click();
    assertThat(answer()).hasText(other);
    assertThat(card(other).locator(".thumbnail img")).hasCount(2);
    assertThat(page.locator("#teach-result")).isFocused();
    assertThat(
            service.get("/support-sets/toys").at("/examples/perClass/" + other).asInt())
        .isEqualTo(2);
  }

  /** And not taken for the picture that is to be classified. */
  @Test
  void setThatIsSetUpTwice_isOpen_andTheCardsSayWhoseTheyAre() {
    teach("toys", "zorp\nblick");
    assertThat(page.locator("#teach-open")).hasText("These are the classes of toys.");
    setUp("toys", "zorp\nblick");
    assertThat(page.locator("#teach-problem"))
        .hasText("The support set toys is open, with 0 examples.");
  }

  @Test
  void picture_droppedOnAClass_becomesItsExample() {
    teach("toys", "zorp\nblick");
    card("blick").dispatchEvent("drop", Map.of("dataTransfer", transfer(sample("guitar"))));
    assertThat(card("blick").locator(".thumbnail img")).hasCount(1);
    assertThat(card("zorp").locator(".thumbnail")).hasCount(0);
    assertThat(page.locator(".picture-view")).hasText("No picture yet");
    assertThat(service.get("/support-sets/toys").at("/examples/perClass/blick").asInt())
        .isEqualTo(1);
  }

  @Test
  void example_isAddedFromThePictureAbove_andRemoved() {
    teach("toys", "zorp");
    takeSample("cat");
    button("Add the picture to zorp").click();
    assertThat(card("zorp").locator(".thumbnail img")).hasCount(1);
    button("Remove example 1 of zorp").click();
    assertThat(card("zorp").locator(".thumbnail")).hasCount(0);
    assertThat(button("Choose pictures of zorp")).isFocused();
    assertThat(service.get("/support-sets/toys").at("/examples/total").asInt()).isZero();
  }

  /** The list of classes may have been typed for another set: nothing is taken away, and nothing typed is lost. */
  @Test
  void setOfTheSameName_isNotChanged_andCanBeOpened() {
    JsonNode before = service.put("/support-sets/toys", "{\"labels\":[\"one\",\"two\"]}");
    setUp("toys", "one\nother");
    assertThat(problem("teach")).containsText("exists already");
    assertThat(problem("teach")).containsText("two");
    assertThat(page.locator("#teach-names")).hasValue("one\nother");

    button("Open toys as it is").click();
    assertThat(card("one")).isVisible();
    assertThat(card("two")).isVisible();
    assertThat(page.locator("#teach-names")).hasValue("one\ntwo");
    assertThat(service.get("/support-sets/toys").path("version")).isEqualTo(before.path("version"));
  }

  @Test
  void moreClasses_areAdded_andTheExamplesStay() {
    teach("toys", "zorp\nblick");
    addTo("zorp", "lemon");
    setUp("toys", "zorp\nblick\nhourglass");
    assertThat(page.locator("#teach-problem")).containsText("Added hourglass");
    assertThat(card("hourglass")).isVisible();
    assertThat(card("zorp").locator(".thumbnail img")).hasCount(1);
    JsonNode classes = service.get("/support-sets/toys").at("/examples/perClass");
    assertThat(classes.propertyNames()).containsExactlyInAnyOrder("zorp", "blick", "hourglass");
    assertThat(classes.path("zorp").asInt()).isEqualTo(1);
  }

  /** The service hears of it with its first picture; until then the page has to keep it. */
  @Test
  void somethingElse_staysChosen_untilItHasPictures() {
    teach("toys", "spiral");
    assertThat(card("something else")).containsText("It counts from its first picture on.");
    page.locator("#teach-background").uncheck();
    teach("others", "square");
    assertThat(card("something else")).hasCount(0);

    page.reload();
    page.locator("#teach-id").fill("toys");
    page.locator("#teach-names").fill("");
    button("Set up the classes").click();
    assertThat(card("spiral")).isVisible();
    assertThat(card("something else")).isVisible();
    assertThat(page.locator("#teach-background")).isChecked();
    button("Set up the classes").click();
    assertThat(card("something else")).isVisible();
  }

  @Test
  void pictureOfSomethingElse_isNotExplainedByYourClasses() {
    teachToysAndSomethingElse();
    takeSample("cat");
    button("Classify the picture by the examples").click();
    assertThat(answer()).hasText("none of these");
    Locator why = page.locator("#teach-result .why");
    assertThat(why).containsText("The nearest examples of");
    assertThat(why)
        .containsText(
            "The pictures of “something else” fit better than these, so it is none of your classes.");
    assertThat(why).not().containsText("decided");
  }

  @Test
  void oneClassAlone_isToldToWinAlways() {
    teach("toys", "zorp");
    addTo("zorp", "lemon");
    takeSample("cat");
    button("Classify the picture by the examples").click();
    assertThat(answer()).hasText("zorp");
    assertThat(page.locator("#teach-result > .warning"))
        .containsText("With one class it always wins");
    assertThat(button("It is: zorp")).hasCount(0);
  }

  @Test
  void fileThatIsNoPicture_isNamed_andKeepsNoOtherOut() {
    teach("toys", "zorp\nblick");
    card("zorp").locator("input[type=file]").setInputFiles(new FilePayload[] {
      payload("lemon.png", read(sample("lemon"))),
      payload("broken.png", "no picture".getBytes(StandardCharsets.UTF_8)),
      payload("banana.png", read(sample("banana")))
    });
    assertThat(card("zorp").locator(".thumbnail img")).hasCount(2);
    Locator told = card("zorp").locator("[role=alert]");
    assertThat(told).containsText("1 of 3 pictures was not added");
    assertThat(told).containsText("broken.png: ");

    // It stays as long as nothing else is done with that class.
    addTo("blick", "guitar");
    assertThat(told).containsText("broken.png: ");
    forgiveRefusals(415);
  }

  @Test
  void setOpenedWhileTheDemoRuns_isLeftAlone() {
    Held examples = Held.on(page, "**/support-sets/demo-examples/examples");
    button("Do it for me with samples").click();
    examples.await();
    setUp("toys", "zorp\nblick");
    examples.release();

    assertThat(card("zorp")).isVisible();
    JsonNode toys = service.get("/support-sets/toys");
    assertThat(toys.at("/examples/total").asInt()).isZero();
    assertThat(toys.at("/definition/background").size()).isZero();
    assertThat(service.get("/support-sets/demo-examples").at("/examples/total").asInt())
        .isEqualTo(9);
  }

  @Test
  void questionThatFails_leavesNoAnswer_andIsToldInSight() {
    teach("toys", "zorp\nblick");
    addTo("zorp", "lemon");
    takeSample("cat");
    button("Classify the picture by the examples").click();
    assertThat(answer()).isVisible();

    page.setViewportSize(1280, 500);
    page.route("**/few-shot/classify?*", route -> route.fulfill(refusal(503)));
    button("Classify the picture by the examples").click();
    assertThat(problem("teach")).containsText("Not ready yet");
    assertThat(problem("teach")).isInViewport();
    assertThat(answer()).hasCount(0);
    forgiveRefusals(503);
  }

  @Test
  void pictureChosenWhileAnotherIsAskedAbout_isTheOneThatIsAnswered() {
    teach("toys", "zorp\nblick");
    addTo("zorp", "lemon");
    takeSample("cat");
    Held question = Held.on(page, "**/few-shot/classify?*");
    button("Classify the picture by the examples").click();
    question.await();
    takeSample("dog");
    question.release();
    assertThat(page.locator("#teach-result .curl code")).containsText("image=@dog.png");
  }

  @Test
  void doubleClick_removesOneExample() {
    teach("toys", "zorp");
    addTo("zorp", "lemon", "banana");
    button("Remove example 1 of zorp").dblclick();
    assertThat(card("zorp").locator(".thumbnail img")).hasCount(1);
    assertThat(page.locator("#announcer")).containsText("An example of zorp was removed.");
    assertThat(card("zorp").locator("[role=alert]")).hasCount(0);
    assertThat(service.get("/support-sets/toys").at("/examples/total").asInt()).isEqualTo(1);
  }

  @Test
  void picturesBeforeAFailure_areShown() throws IOException {
    teach("toys", "zorp");
    AtomicInteger requests = new AtomicInteger();
    page.route("**/support-sets/toys/examples", route -> {
      if (requests.incrementAndGet() == 1) {
        route.resume();
      } else {
        route.fulfill(refusal(503));
      }
    });
    try (Stream<Path> samples = Files.list(SAMPLES)) {
      card("zorp")
          .locator("input[type=file]")
          .setInputFiles(samples
              .map(sample -> sample.resolve("twemoji.png"))
              .filter(Files::exists)
              .limit(17)
              .toArray(Path[]::new));
    }
    assertThat(card("zorp").locator(".thumbnail img")).hasCount(16);
    assertThat(card("zorp").locator("[role=alert]")).containsText("Not ready yet");
    forgiveRefusals(503);
  }

  @Test
  void somethingElse_isNotDeclared_ifNoPictureOfItIsTaken() {
    teach("toys", "zorp");
    card("something else")
        .locator("input[type=file]")
        .setInputFiles(payload("broken.png", "no picture".getBytes(StandardCharsets.UTF_8)));
    assertThat(card("something else").locator("[role=alert]"))
        .containsText("1 of 1 picture was not added");
    assertThat(service.get("/support-sets/toys").at("/definition/background").size())
        .isZero();
    forgiveRefusals(415);
  }

  @Test
  void somethingElse_thatIsTyped_isAClassAsAnyOther() {
    teach("toys", "zorp\nsomething else");
    assertThat(card("something else")).not().containsText("background");
  }

  @Test
  void pictureOfAnotherClass_isSaidToBeMoved() {
    teach("toys", "zorp\nblick");
    addTo("zorp", "lemon");
    addTo("blick", "lemon");
    assertThat(page.locator("#announcer")).containsText("blick: 1 moved here from another class.");
    assertThat(card("zorp").locator(".thumbnail")).hasCount(0);
  }

  @Test
  void reportThatIsBehind_isLookedAtAgain() {
    teach("toys", "zorp\nblick");
    addTo("zorp", "lemon", "banana", "rose");
    addTo("blick", "guitar", "flute");
    AtomicInteger looks = new AtomicInteger();
    page.route("**/support-sets/toys", route -> {
      if (looks.incrementAndGet() == 1) {
        route.fulfill(new Route.FulfillOptions()
            .setContentType("application/json")
            .setBody(behind(service.get("/support-sets/toys"))));
      } else {
        route.resume();
      }
    });
    button("Remove example 1 of zorp").click();
    Locator hint = page.locator("#teach-fit").getByText("Newer examples are being taken in.");
    assertThat(hint).isVisible();
    assertThat(hint).hasCount(0);
    assertThat(page.locator("#teach-fit strong")).containsText("right");
    assertThat(looks.get()).isGreaterThan(1);
  }

  private static String behind(JsonNode set) {
    return set.toString().replaceFirst("\"state\":\"[a-z]+\"", "\"state\":\"behind\"");
  }

  @Test
  void curl_doesTheSame() {
    teach("toys", "zorp");
    takeSample("cat");
    button("Add the picture to zorp").click();
    assertThat(card("zorp").locator(".thumbnail img")).hasCount(1);
    String commands = page.locator("#teach-fit .curl code").textContent();
    var answers = Shell.answers(folder, commands, Map.of());
    assertThat(answers.getFirst().at("/counts/present").asInt()).isEqualTo(1);
    assertThat(answers.getLast().at("/examples/total").asInt()).isEqualTo(1);
  }

  private void teach(String id, String names) {
    setUp(id, names);
    assertThat(card(names.lines().findFirst().orElseThrow())).isVisible();
  }

  private void teachToysAndSomethingElse() {
    teach("toys", "zorp\nblick");
    addTo("zorp", "lemon", "banana");
    addTo("blick", "guitar", "flute");
    addTo("something else", "cat", "dog");
  }

  private void setUp(String id, String names) {
    page.locator("#teach-id").fill(id);
    page.locator("#teach-names").fill(names);
    button("Set up the classes").click();
  }

  private static FilePayload payload(String name, byte[] content) {
    return new FilePayload(name, "image/png", content);
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
  }

  private Locator card(String label) {
    return page.locator(".class-card[aria-label='Class %s']".formatted(label));
  }

  private void addTo(String label, String... samples) {
    Path[] pictures = Arrays.stream(samples).map(PageTest::sample).toArray(Path[]::new);
    card(label).locator("input[type=file]").setInputFiles(pictures);
    assertThat(card(label).locator(".thumbnail img")).hasCount(samples.length);
  }

  private Locator answer() {
    return page.locator("#teach-result .verdict-label");
  }
}
