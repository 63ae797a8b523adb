package dev.clipcoder.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import dev.clipcoder.testing.NpyFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Parts 2 and 4 of the page: texts from names, and the vector of the similarities to them. */
class TextsOnPageTest extends FirstVisitTest {

  private static final Map<String, String> KINDS = Map.of(
      "name",
      "name",
      "attribute",
      "what it has",
      "analogous",
      "what it resembles",
      "synonym",
      "another name");

  /** Texts that come in several pages. */
  private static final int MANY = 6000;

  @Test
  void namesThatNobodyKnows_areNotSaidToHaveAllTexts() {
    page.locator("#texts-names").fill("qwertzig\nasdfghig");
    button("Write the texts").click();

    assertThat(page.locator("#texts-result")).containsText("its names are not known here");
  }

  @Test
  void names_becomeTexts_andTheSetClassifies() {
    takeSample("guitar");
    page.locator("#texts-names").fill("fox\nowl\nguitar\nxyzzy");
    button("Write the texts").click();

    assertThat(page.locator("#texts-result h3")).containsText("new texts for 4 classes");
    JsonNode quality = service.get("/label-sets/my-classes/quality");
    assertThat(page.locator("#texts-result h3"))
        .containsText(quality.at("/generation/added").asString() + " new texts");
    assertThat(page.locator("#texts-result .warning")).containsText("xyzzy");
    page.locator(".class-texts summary").first().click();
    JsonNode texts = service.get("/label-sets/my-classes/texts?limit=1000").path("items");
    List<String> ofFox = texts
        .valueStream()
        .filter(text -> text.path("label").asString().equals("fox"))
        .map(text ->
            text.path("text").asString() + " " + KINDS.get(text.path("kind").asString()))
        .toList();
    assertThat(page.locator(".class-texts").first().locator("li"))
        .hasText(ofFox.toArray(String[]::new));

    long apart = service
        .get("/label-sets/my-classes")
        .path("oneToOne")
        .valueStream()
        .mapToLong(pair -> pair.path("texts").size())
        .sum();
    assertThat(page.locator("#texts-result"))
        .containsText(apart + " texts of the set tell just two classes apart.");

    button("Classify with this set").click();
    assertThat(page.locator("#rerank")).isChecked();
    assertThat(page.locator(".verdict.coder .verdict-label")).hasText("guitar");
    assertThat(page.locator("#vector-set option")).hasText(new String[] {"my-classes"});
  }

  @Test
  void generation_showsItsProgress_andCanBeCancelled() {
    page.route("**/label-sets/my-classes/generate", route -> route.fulfill(accepted("endless")));
    endless("endless");
    Locator write = button("Write the texts");
    write.press("Enter");
    assertThat(page.locator("#texts-state")).containsText("10 of 600");
    assertThat(page.locator("#texts-bar")).hasAttribute("max", "600");
    assertThat(write).isFocused();
    button("Cancel").press("Enter");

    assertThat(problem("texts")).containsText("Cancelled");
    assertThat(problem("texts")).containsText("with the names alone");
    assertThat(page.locator("#texts-progress")).isHidden();
    assertThat(button("Cancel")).isHidden();
    assertThat(write).isFocused();

    write.press("Enter");
    assertThat(problem("texts")).containsText("The label set is as it was.");
    assertThat(service.get("/label-sets/my-classes/quality").path("generation").isNull())
        .isTrue();
    forgiveRefusals(412);
  }

  @Test
  void build_thatTakesLong_canBeCancelled_andLeavesNoSet() {
    List<String> asked = new ArrayList<>();
    page.route("**/label-sets/my-classes", route -> {
      asked.add(route.request().method());
      route.fulfill(accepted("endless"));
    });
    endless("endless");
    button("Write the texts").click();
    assertThat(page.locator("#texts-state")).containsText("10 of 600");
    button("Cancel").click();
    assertThat(problem("texts")).containsText("Cancelled");
    assertThat(problem("texts")).containsText("No label set was made.");
    assertThat(asked).containsExactly("PUT", "DELETE");
  }

  @Test
  void attemptAfterAProblem_showsItsProgress() {
    page.route("**/generate", route -> route.fulfill(refusal(503)));
    button("Write the texts").click();
    assertThat(problem("texts")).containsText("Not ready yet");
    page.unroute("**/generate");
    Held order = Held.on(page, "**/generate");
    button("Try again").click();
    order.await();
    assertThat(page.locator("#texts-progress")).isVisible();
    assertThat(button("Cancel")).isHidden();
    assertThat(button("Write the texts")).isDisabled();
    order.release();
    assertThat(page.locator("#texts-result h3")).containsText("new texts for 4 classes");
    assertThat(button("Write the texts")).isEnabled();
    forgiveRefusals(503);
  }

  /** A job that goes on until it is cancelled, or was cancelled before. */
  private void endless(String id) {
    AtomicBoolean cancelled = new AtomicBoolean();
    page.route("**/jobs/" + id, route -> {
      if (route.request().method().equals("DELETE")) {
        cancelled.set(true);
      }
      route.fulfill(json("""
          {"id": "%s", "state": "%s", "done": 10, "total": 600, "etaSeconds": 60, "error": null}
          """.formatted(id, cancelled.get() ? "cancelled" : "running")));
    });
  }

  private static Route.FulfillOptions accepted(String job) {
    return json("{\"state\":\"building\",\"job\":\"%s\"}".formatted(job)).setStatus(202);
  }

  private static Route.FulfillOptions json(String body) {
    return new Route.FulfillOptions().setContentType("application/json").setBody(body);
  }

  @Test
  void languageModel_thatIsNotSetUp_isTold() {
    page.locator("#texts-source").selectOption("llm");
    button("Write the texts").click();
    assertThat(problem("texts")).containsText("This service has no language model.");
    assertThat(service.get("/label-sets").path("items")).isEmpty();
    forgiveRefusals(422);
  }

  @Test
  void slipsInNames_areToldBeforeAnythingIsSent() {
    page.locator("#texts-id").fill("Fruit & Co");
    button("Write the texts").click();
    assertThat(problem("texts")).containsText("Such as: fruit-co");
    page.locator("#texts-id").fill("fruit_co");
    page.locator("#texts-names").fill("fox\nowl\nfox");
    button("Write the texts").click();
    assertThat(problem("texts")).containsText("“fox” stands there twice.");
  }

  @Test
  void setOfTheSameName_isNotOverwritten() {
    service.put("/label-sets/my-classes", "{\"classes\":[\"one\",\"two\"]}");
    button("Write the texts").click();
    assertThat(problem("texts")).containsText("Choose another name");
    assertThat(service.get("/label-sets/my-classes").path("classes").size()).isEqualTo(2);
    forgiveRefusals(412);
  }

  @Test
  void vector_isDrawnAsItIs_andItsFileIsThatOfTheService() {
    addDemo();
    takeSample("cat");
    assertThat(page.locator(".verdict.coder")).isVisible();
    button("Fetch the vector").click();

    Locator link = page.getByText("Download coder-demo.npy");
    Download download = page.waitForDownload(link::click);
    Path file = download.path();
    JsonNode expected = service.post("/coder?labelSet=demo", sample("cat")).path("vector");
    JsonNode texts = service.get("/label-sets/demo/texts?limit=1000").path("items");
    assertThat((List<?>) page.locator("#vector-result rect title")
            .evaluateAll("titles => titles.map((title) => title.textContent)"))
        .asInstanceOf(InstanceOfAssertFactories.list(String.class))
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, expected.size())
            .mapToObj(i -> String.format(
                Locale.ROOT,
                "%s %.3f",
                texts.get(i).path("text").asString(),
                expected.get(i).asDouble()))
            .toList());
    float[] kept = NpyFile.read(file).floatRows()[0];
    assertThat(IntStream.range(0, kept.length).mapToObj(i -> (double) kept[i]).toList())
        .usingElementComparator(TextsOnPageTest::nearly)
        .isEqualTo(expected.valueStream().map(JsonNode::asDouble).toList());
    assertThat(page.locator(".vector tbody th").first()).hasText("cat");
    assertBarsStandOnTheirSide();

    takeSample("penguin");
    assertThat(page.locator(".vector tbody th").first()).hasText("penguin");
  }

  /** Not what part 1 asks about two labels. */
  private static boolean isVector(String address) {
    return address.contains("/coder?") && !address.contains("pair=");
  }

  /** And the one before it neither stays nor comes late. */
  @Test
  void vector_isThatOfThePictureChosenLast() {
    addDemo();
    takeSample("cat");
    Held question = Held.on(page, TextsOnPageTest::isVector);
    button("Fetch the vector").click();
    question.await();
    takeSample("penguin");
    question.release();
    assertThat(page.locator(".vector tbody th").first()).hasText("penguin");
    assertThat(page.locator("#vector-result .curl code")).containsText("image=@penguin.png");
  }

  @Test
  void vector_ofManyTexts_isFetchedWhole_andTheNearestAreDrawn() {
    addDemo();
    takeSample("cat");
    page.route(
        "**/label-sets/demo*/texts?*",
        route -> route.fulfill(json(textsFrom(cursor(route.request().url())))));
    page.route(
        TextsOnPageTest::isVector,
        route -> route.fulfill(new Route.FulfillOptions()
            .setContentType("application/x-npy")
            .setHeaders(Map.of("X-Bank-Sha256", "0".repeat(64)))
            .setBodyBytes(rising(MANY))));
    button("Fetch the vector").click();
    assertThat(page.locator("#vector-result h3")).hasText(MANY + " numbers, one for each text");
    assertThat(page.locator("#vector-result rect")).hasCount(24);
    assertThat(page.locator("#vector-result rect title").last())
        .containsText("text %d ".formatted(MANY - 1));
    assertThat(page.locator("#vector-result rect title").first())
        .containsText("text %d ".formatted(MANY - 24));
  }

  private static int cursor(String address) {
    int place = address.indexOf("cursor=");
    return place < 0 ? 0 : Integer.parseInt(address.substring(place + "cursor=".length()));
  }

  /** A page of the texts of a large set. */
  private static String textsFrom(int first) {
    int next = first + 1000;
    return IntStream.range(first, next)
        .mapToObj(i -> """
            {"dimension": %d, "label": "cat", "kind": "attribute", "text": "text %d"}
            """.formatted(i, i))
        .collect(Collectors.joining(
            ",", "{\"items\":[", "],\"nextCursor\":%s}".formatted(next < MANY ? next : "null")));
  }

  /** A NumPy file of numbers, of which each is greater than the one before. */
  private static byte[] rising(int count) {
    byte[] header = "{'descr': '<f4', 'fortran_order': False, 'shape': (1, %d), }\n"
        .formatted(count)
        .getBytes(StandardCharsets.US_ASCII);
    ByteBuffer file = ByteBuffer.allocate(10 + header.length + Float.BYTES * count)
        .order(ByteOrder.LITTLE_ENDIAN);
    file.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    file.putShort((short) header.length).put(header);
    IntStream.range(0, count).forEach(i -> file.putFloat((float) i / count));
    return file.array();
  }

  private static int nearly(double one, double other) {
    return Math.abs(one - other) < 1e-6 ? 0 : Double.compare(one, other);
  }

  /** Up for positive numbers, down for negative ones, the higher the more. */
  private void assertBarsStandOnTheirSide() {
    Object wrong = page.locator("#vector-result rect").evaluateAll("""
            bars => {
              const most = Math.max(...bars.map((bar) => Math.abs(Number(bar.dataset.value))));
              return bars.filter((bar) => {
                const value = Number(bar.dataset.value);
                const y = Number(bar.getAttribute('y'));
                const height = Number(bar.getAttribute('height'));
                const side = value >= 0 ? Math.abs(y + height - 24) < 1e-6 : y === 24;
                return !side || Math.abs(height - Math.max(1, Math.abs(value) / most * 23)) > 1e-6;
              }).length;
            }
            """);
    assertThat(wrong).isEqualTo(0);
  }
}
