package dev.clipcoder.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole page, from the first visit to the last part, in every window that people have. */
@Timeout(180) // axe looks at the whole page in each window
class TourTest extends PageTest {

  @Test
  void tour_showsAll_fitsEveryWindow_andIsAccessible() {
    service.clear();
    view(new Browser.NewContextOptions()
        .setViewportSize(1280, 900)
        .setReducedMotion(ReducedMotion.REDUCE));
    open();
    inEveryWindow("first");
    tour();
    inEveryWindow("tour");
  }

  @ParameterizedTest
  @CsvSource({"NO_PREFERENCE, smooth, 0.25s", "REDUCE, auto, 0s"})
  void movement_isThereOnlyForWhoeverWantsIt(ReducedMotion wish, String scrolling, String bars) {
    service.clear();
    view(new Browser.NewContextOptions().setReducedMotion(wish));
    open();
    assertThat(button("Add the demo set")).isVisible();
    takeSample("cat");
    assertThat(page.locator("html")).hasCSS("scroll-behavior", scrolling);
    assertThat(page.locator(".bar-part").first()).hasCSS("transition-duration", bars);
  }

  private void tour() {
    addDemo();
    takeSample("pickup truck");
    assertThat(page.locator("#classify-result .verdict.coder .verdict-label")).hasText("truck");
    page.locator("#classify-result .timings summary").click();
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
    page.locator("#vector-result summary").first().click();

    page.locator("#teach-id").fill("NOT AN ID");
    button("Set up the classes").click();
    assertThat(problem("teach")).isVisible();
    page.locator("#key summary").click();
  }

  private void inEveryWindow(String name) {
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      for (int width : new int[] {1280, 360}) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        page.setViewportSize(width, 900);
        screenshot("%s-%d-%s".formatted(scheme.name().toLowerCase(Locale.ROOT), width, name));
        assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(width);
        List<Rule> violations = new AxeBuilder(page).analyze().getViolations();
        assertThat(violations.stream().map(TourTest::said)).isEmpty();
      }
    }
  }

  private static String said(Rule rule) {
    return rule.getId() + " "
        + rule.getNodes().stream().map(node -> node.getHtml()).toList();
  }
}
