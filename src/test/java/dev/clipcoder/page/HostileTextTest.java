package dev.clipcoder.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import org.junit.jupiter.api.Test;

/** Labels, texts and names of files that would do something if the page took them for markup. */
class HostileTextTest extends FirstVisitTest {

  private static final String MARKUP = "<img src=x onerror=\"window.hacked=1\">";

  @Test
  void typedLabels_stayText() {
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
    page.locator("#teach-id").fill("hostile");
    page.locator("#teach-names").fill(MARKUP + "\ncat");
    button("Set up the classes").click();
    assertThat(page.locator(".class-card h3").first()).hasText(MARKUP);

    page.locator("#texts-id").fill("<b>x</b>");
    button("Write the texts").click();
    assertThat(problem("texts")).isVisible();
    assertNothingRan();
  }

  @Test
  void policy_refusesMarkupAndScriptOfStrings() {
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

  private void assertNothingRan() {
    assertThat(page.evaluate("window.hacked")).isNull();
    assertThat(page.locator("img[src=x]")).hasCount(0);
    assertThat(page.locator("main script, main b")).hasCount(0);
  }
}
