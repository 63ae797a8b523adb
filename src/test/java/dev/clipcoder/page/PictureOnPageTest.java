package dev.clipcoder.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.JSHandle;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The ways by which a picture comes to the page, and the command that says the same as it did. */
class PictureOnPageTest extends FirstVisitTest {

  @TempDir
  Path folder;

  @Test
  void picture_chosen_isClassified() {
    page.locator("#picture-file").setInputFiles(sample("dog"));
    assertThat(label()).hasText("dog");
    assertThat(name()).hasText("twemoji.png");
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

  /** Cells that are copied in a spreadsheet come as text and as a picture of them. */
  @Test
  void textPastedIntoAField_isLeftToIt_alsoWithAPictureOfIt() {
    Object isLeft = page.locator("#texts-names").evaluate("""
        (field, data) => {
          data.setData('text/plain', 'fox');
          return field.dispatchEvent(
            new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
        }
        """, transfer(sample("dog")));
    assertThat(isLeft).isEqualTo(true);
    assertThat(page.locator(".picture-view")).hasText("No picture yet");
  }

  @Test
  void textDraggedIntoAField_isLeftToIt() {
    assertThat(isLeftToTheField("dragover", text())).isEqualTo(true);
    assertThat(isLeftToTheField("drop", text())).isEqualTo(true);
    assertThat(page.locator(".picture-view")).hasText("No picture yet");

    assertThat(isLeftToTheField("dragover", transfer(sample("dog")))).isEqualTo(false);
    assertThat(isLeftToTheField("drop", transfer(sample("dog")))).isEqualTo(false);
    assertThat(label()).hasText("dog");
  }

  private Object isLeftToTheField(String event, JSHandle data) {
    return page.evaluate("""
        ([name, data]) => document.getElementById('labels').dispatchEvent(
          new DragEvent(name, {dataTransfer: data, bubbles: true, cancelable: true}))
        """, List.of(event, data));
  }

  private JSHandle text() {
    return page.evaluateHandle("""
        () => {
          const data = new DataTransfer();
          data.setData('text/plain', 'fox');
          return data;
        }
        """);
  }

  @Test
  void samplePressedLast_isThePicture_alsoWhenItComesFirst() {
    Held cat = Held.on(page, "**/page/samples/cat/*");
    pressSample("cat");
    cat.await();
    takeSample("dog");
    assertThat(name()).hasText("dog.png");
    cat.release();
    // Whatever comes of the cat has come by then.
    page.evaluate("() => fetch('page/samples/cat/twemoji.png').then((one) => one.arrayBuffer())");
    assertThat(name()).hasText("dog.png");
    assertThat(label()).hasText("dog");
  }

  @Test
  void sampleThatCannotBeFetched_isNoMistakeOfThePage() {
    page.route("**/page/samples/dog/*", Route::abort);
    pressSample("dog");
    assertThat(problem("picture")).containsText("The service does not answer.");
    forgive("Failed to load resource");
  }

  @Test
  void file_thatIsNoPicture_isRefusedInTheWordsOfTheService() throws IOException {
    Path text = Files.writeString(folder.resolve("notes.txt"), "no picture at all");
    page.locator("#picture-file").setInputFiles(text);
    assertThat(problem("classify")).containsText("This is text, not a picture.");
    assertThat(problem("classify")).isInViewport();
    assertThat(page.locator(".picture-view")).containsText("This is text, not a picture.");
    assertThat(page.locator(".picture-view")).not().containsText("This browser cannot show it");
    forgiveRefusals(415);
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
    addDemo();
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

  private Locator name() {
    return page.locator(".picture-view .name");
  }

  private Locator label() {
    return page.locator("#classify-result .verdict-label");
  }
}
