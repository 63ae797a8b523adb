package dev.clipcoder.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The ways by which a picture comes to the page, and the command that says the same as it did. */
class PictureOnPageTest extends PageTest {

  @TempDir
  Path folder;

  @BeforeEach
  void firstVisit() {
    service.clear();
    open();
  }

  @Test
  void picture_chosen_isClassified() {
    page.locator("#picture-file").setInputFiles(sample("dog"));
    assertThat(label()).hasText("dog");
    assertThat(page.locator(".picture-view .name")).hasText("twemoji.png");
  }

  @Test
  void picture_dropped_isClassified() {
    page.locator("#picture-drop").dispatchEvent("dragenter");
    assertThat(page.locator("#picture-drop.over")).isVisible();
    page.locator("#picture-drop")
        .dispatchEvent("drop", Map.of("dataTransfer", transfer(sample("dog"))));
    assertThat(label()).hasText("dog");
    assertThat(page.locator("#picture-drop.over")).hasCount(0);
  }

  @Test
  void picture_droppedBesideItsPlace_isTakenAllTheSame() {
    page.locator("h1").dispatchEvent("drop", Map.of("dataTransfer", transfer(sample("dog"))));
    assertThat(label()).hasText("dog");
    assertThat(page).hasURL(service.root().toString());
  }

  @Test
  void picture_pasted_isClassified() {
    page.evaluate(
        "data => document.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true}))",
        transfer(sample("dog")));
    assertThat(label()).hasText("dog");
  }

  @Test
  void file_thatIsNoPicture_isRefusedInTheWordsOfTheService() throws IOException {
    Path text = Files.writeString(folder.resolve("notes.txt"), "no picture at all");
    page.locator("#picture-file").setInputFiles(text);
    assertThat(page.locator("#classify-problem [role=alert]"))
        .containsText("This is text, not a picture.");
    assertThat(page.locator("#classify-problem [role=alert]")).isInViewport();
    assertThat(page.locator(".picture-view")).containsText("This is text, not a picture.");
    assertThat(page.locator(".picture-view")).not().containsText("This browser cannot show it");
    forgiveRefusals();
  }

  /** Names and labels that mean something to shells and to curl. */
  @ParameterizedTest
  @ValueSource(
      strings = {"a cat.png", "it's;a \"cat\",$(id)`id`.png", "-cat.png", "@cat.png", "c\\at&.png"})
  void curl_doesWhatThePageDid_whateverThePictureIsCalled(String name) throws IOException {
    Path picture = Files.copy(sample("cat"), folder.resolve(name));
    page.locator("#labels").fill("cat\nit's a $HOME `dog`\n@dog;type=x\n<dog\n\"car\" \\ car");
    page.locator("#picture-file").setInputFiles(picture);
    assertThat(label()).hasText("cat");

    List<JsonNode> answers = Shell.answers(folder, commands(), Map.of());
    assertThat(answers).hasSize(1);
    JsonNode predictions = answers.getFirst().path("predictions");
    assertThat(predictions.size()).isEqualTo(5);
    assertThat(
            predictions.valueStream().map(one -> one.path("label").asString()).sorted())
        .containsExactly("\"car\" \\ car", "<dog", "@dog;type=x", "cat", "it's a $HOME `dog`");
    assertThat(page.locator(".bars tbody th"))
        .hasText(predictions
            .valueStream()
            .map(one -> one.path("label").asString())
            .toArray(String[]::new));
  }

  @Test
  void curl_ofASample_getsItFirst() {
    button("Add the demo set").click();
    assertThat(page.locator("#set-select")).hasValue("demo");
    takeSample("taxi");
    assertThat(page.locator(".verdict.coder .verdict-label")).hasText("taxi");

    List<JsonNode> answers = Shell.answers(folder, commands(), Map.of());
    assertThat(answers).hasSize(3);
    assertThat(answers.stream().limit(2).map(answer -> answer.path("label").asString()))
        .containsExactly("car", "taxi");
    assertThat(answers.get(1).at("/explanation/neighbors").size()).isPositive();
    assertThat(answers.getLast().path("texts").size()).isPositive();
  }

  private String commands() {
    return page.locator("#classify-result .curl code").textContent();
  }

  private Locator label() {
    return page.locator("#classify-result .verdict-label");
  }
}
