package dev.clipcoder.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import dev.clipcoder.testing.NpyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Parts 2 and 4 of the page: texts from names, and the vector of the similarities to them. */
class TextsOnPageTest extends PageTest {

  private static final Map<String, String> KINDS = Map.of(
      "name",
      "name",
      "attribute",
      "what it has",
      "analogous",
      "what it resembles",
      "synonym",
      "another name");

  @BeforeEach
  void firstVisit() {
    service.clear();
    open();
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
  void generation_showsItsProgress_andCanBeCancelled() throws IOException {
    List<String> names = Files.readAllLines(SAMPLES.resolve("classes-200.txt"));
    page.locator("#texts-names").fill(String.join("\n", names));
    button("Write the texts").click();
    assertThat(page.locator("#texts-state")).containsText(" of 600");
    assertThat(page.locator("#texts-bar")).hasAttribute("max", "600");
    button("Cancel").click();

    assertThat(page.locator("#texts-problem [role=alert]")).containsText("Cancelled");
    assertThat(page.locator("#texts-progress")).isHidden();
    assertThat(service.get("/label-sets/my-classes/quality").path("generation").isNull())
        .isTrue();
  }

  @Test
  void languageModel_thatIsNotSetUp_isTold() {
    page.locator("#texts-source").selectOption("llm");
    button("Write the texts").click();
    assertThat(page.locator("#texts-problem [role=alert]"))
        .containsText("This service has no language model.");
    assertThat(service.get("/label-sets").path("items")).isEmpty();
    forgiveRefusals();
  }

  @Test
  void slipsInNames_areToldBeforeAnythingIsSent() {
    page.locator("#texts-id").fill("Fruit & Co");
    button("Write the texts").click();
    assertThat(page.locator("#texts-problem [role=alert]")).containsText("Such as: fruit-co");
    page.locator("#texts-id").fill("fruit_co");
    page.locator("#texts-names").fill("fox\nowl\nfox");
    button("Write the texts").click();
    assertThat(page.locator("#texts-problem [role=alert]"))
        .containsText("“fox” stands there twice.");
  }

  @Test
  void setOfTheSameName_isNotOverwritten() {
    service.put("/label-sets/my-classes", "{\"classes\":[\"one\",\"two\"]}");
    button("Write the texts").click();
    assertThat(page.locator("#texts-problem [role=alert]")).containsText("Choose another name");
    assertThat(service.get("/label-sets/my-classes").path("classes").size()).isEqualTo(2);
    forgiveRefusals();
  }

  @Test
  void vector_isDrawnAsItIs_andItsFileIsThatOfTheService() {
    button("Add the demo set").click();
    assertThat(page.locator("#set-select")).hasValue("demo");
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
            .mapToObj(i -> "%s %.3f"
                .formatted(texts.get(i).path("text").asString(), expected.get(i).asDouble()))
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
