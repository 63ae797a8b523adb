package dev.clipcoder.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Labels, texts and names of files that would do something if the page took them for markup. */
class HostileTextTest extends PageTest {

  private static final String MARKUP = "<img src=x onerror=\"window.hacked=1\">";

  @BeforeEach
  void firstVisit() {
    service.clear();
  }

  @Test
  void typedLabels_stayText() {
    open();
    page.locator("#labels").fill(MARKUP + "\ncat\n<script>window.hacked=1</script>");
    takeSample("cat");
    assertThat(page.locator(".bars tbody th").getByText(MARKUP)).isVisible();
    assertThat(page.locator(".bars tbody th").getByText("<script>window.hacked=1</script>"))
        .isVisible();
    assertThat(page.locator("#classify-result .curl code")).containsText("onerror");
    assertNothingRan();
  }

  @Test
  void labelSet_staysText_inEveryPart() {
    String label = MARKUP.replace("\"", "\\\"");
    service.put("/label-sets/hostile", """
        {"classes": [{"label": "%s", "texts": {"attribute": ["%s"], "synonym": ["cat"]}},
                     {"label": "<b>dog</b>", "background": true}],
         "decision": {"threshold": 0.01}}
        """.formatted(label, label));
    open();
    assertThat(page.locator("#set-summary")).containsText(MARKUP);
    takeSample("cat");
    assertThat(page.locator(".bars tbody th").first()).hasText(MARKUP);
    assertThat(page.locator(".why tbody")).containsText(MARKUP);
    button("Fetch the vector").click();
    assertThat(page.locator(".vector tbody th").first()).isVisible();
    assertThat(page.locator("#vector-result")).containsText(MARKUP);
    assertNothingRan();
  }

  @Test
  void classesToTeachAndProblems_stayText() {
    open();
    page.locator("#teach-id").fill("hostile");
    page.locator("#teach-names").fill(MARKUP + "\ncat");
    button("Set up the classes").click();
    assertThat(page.locator(".class-card h3").first()).hasText(MARKUP);

    page.locator("#texts-id").fill("<b>x</b>");
    button("Write the texts").click();
    assertThat(page.locator("#texts-problem [role=alert]")).isVisible();
    assertNothingRan();
    forgiveRefusals();
  }

  @Test
  void policy_refusesMarkupAndScriptOfStrings() {
    open();
    Object refusal = page.evaluate("""
        () => {
          try {
            document.body.innerHTML = '<p>made from a string</p>';
            return 'taken';
          } catch (refused) {
            return refused.name;
          }
        }
        """);
    assertThat(refusal).isEqualTo("TypeError");
    forgive("TrustedHTML");
  }

  /** It is not ours, makes markup from strings, and has a policy of its own. */
  @Test
  void pageOfTheContract_isNotHeldToThat() {
    page.navigate(service.root() + "swagger-ui.html");
    assertThat(page.getByText("What is in the picture", new Page.GetByTextOptions().setExact(true)))
        .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(30_000)); // a large page
  }

  /** What the policy refuses in Chromium, no browser is to meet. */
  @Test
  void sources_makeNoMarkupFromStrings() throws IOException {
    List<Path> sources;
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/static/page"))) {
      sources = files.filter(file -> file.toString().endsWith(".js")).toList();
    }
    assertThat(sources).hasSizeGreaterThan(10);
    for (Path source : sources) {
      assertThat(Files.readString(source))
          .as(source.toString())
          .doesNotContain(
              "innerHTML",
              "outerHTML =",
              "insertAdjacentHTML",
              "document.write",
              "eval(",
              "DOMParser");
    }
    assertThat(Files.readString(Path.of("src/main/resources/static/index.html")))
        .doesNotContainPattern("<script(?![^>]* src=)")
        .doesNotContainPattern(" (on[a-z]+|style)=");
  }

  private void assertNothingRan() {
    assertThat(page.evaluate("window.hacked")).isNull();
    assertThat(page.locator("img[src=x]")).hasCount(0);
    assertThat(page.locator("main script, main b")).hasCount(0);
  }
}
