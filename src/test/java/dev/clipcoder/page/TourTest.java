package dev.clipcoder.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole page, from the first visit to the last part, as wide and as narrow, as light and as dark as people have it. */
class TourTest extends PageTest {

  @BeforeEach
  void firstVisit() {
    service.clear();
  }

  @ParameterizedTest
  @CsvSource({"light, 1280", "dark, 1280", "light, 360", "dark, 360"})
  void tour_showsAll_fitsTheWindow_andIsAccessible(String scheme, int width) {
    view(new Browser.NewContextOptions()
        .setViewportSize(width, 900)
        .setColorScheme(scheme.equals("dark") ? ColorScheme.DARK : ColorScheme.LIGHT)
        .setReducedMotion(ReducedMotion.REDUCE));
    open();
    screenshot("%s-%d-first".formatted(scheme, width));
    assertNoWiderThan(width);

    button("Add the demo set").click();
    assertThat(page.locator("#set-select")).hasValue("demo");
    takeSample("pickup truck");
    assertThat(page.locator(".verdict.coder .verdict-label")).hasText("truck");
    page.locator(".timings summary").first().click();
    page.locator("#classify-result .curl summary").click();

    button("Write the texts").click();
    assertThat(page.locator("#texts-result h3")).containsText("new texts for 4 classes");
    page.locator("#texts-result .class-texts summary").first().click();

    button("Do it for me with samples").click();
    assertThat(page.locator("#teach-fit strong")).containsText("right");
    assertThat(page.locator(".thumbnails img")).hasCount(9);
    button("Classify the picture by the examples").click();
    assertThat(page.locator("#teach-result .verdict-label")).hasText("ride");

    page.locator("#vector-set").selectOption("demo");
    button("Fetch the vector").click();
    assertThat(page.locator("#vector-result rect").first()).isVisible();

    screenshot("%s-%d-tour".formatted(scheme, width));
    assertNoWiderThan(width);
    var results = new AxeBuilder(page).analyze();
    assertThat(results.getViolations())
        .as(() ->
            results.getViolations().stream().map(TourTest::said).reduce("", "%s%n%s"::formatted))
        .isEmpty();
  }

  private static String said(Rule rule) {
    return rule.getId() + " "
        + rule.getNodes().stream().map(node -> node.getHtml()).toList();
  }

  private void assertNoWiderThan(int width) {
    assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(width);
  }
}
