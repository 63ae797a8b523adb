package dev.clipcoder.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Without a mouse. */
class KeyboardTest extends FirstVisitTest {

  /** More stops than there are. */
  private static final int MOST = 200;

  @Test
  void classification_fromTheFirstVisit_byKeysAlone() {
    goTo("#demo-register");
    page.keyboard().press("Enter");
    assertThat(page.locator("#set-select")).hasValue("demo");
    assertThat(page.locator("#set-select")).isFocused();

    backTo("#samples button[title=taxi]");
    page.keyboard().press("Enter");
    assertThat(page.locator(".verdict.coder .verdict-label")).hasText("taxi");
    assertThat(page.locator("#announcer")).containsText("CODER says: taxi");
    assertThat(page.locator("#samples button[title=taxi]")).isFocused();

    goTo("#rerank");
    page.keyboard().press("Space");
    assertThat(page.locator("#rerank")).not().isChecked();
    goTo("#classify-form button[type=submit]");
    page.keyboard().press("Enter");
    assertThat(page.locator(".verdict.coder")).isVisible();
    assertThat(page.locator(".rerank")).hasCount(0);

    goTo("#classify-result .timings summary");
    page.keyboard().press("Enter");
    assertThat(page.locator("#classify-result .timings table")).isVisible();
    goTo("#classify-result .curl summary");
    page.keyboard().press("Enter");
    goTo("#classify-result .curl button");
    page.keyboard().press("Enter");
    assertThat(page.locator("#announcer")).containsText("The command is");
  }

  @Test
  void firstStop_skipsToTheContent() {
    page.keyboard().press("Tab");
    assertThat(page.locator(".skip")).isFocused();
    assertThat(page.locator(".skip")).isInViewport();
    page.keyboard().press("Enter");
    assertThat(page.locator("main")).isFocused();
  }

  /** Each stop is further down than the one before, or in the same row and further right. */
  @Test
  void stops_areInTheOrderInWhichTheyAreSeen() {
    page.setViewportSize(360, 740); // in one column
    assertThat(button("Add the demo set")).isVisible();
    goTo(".skip");
    page.keyboard().press("Enter");
    List<String> wrong = new ArrayList<>();
    int stops = 0;
    Map<?, ?> before = Map.of("name", "the beginning", "top", 0, "bottom", 0, "left", 0);
    for (Map<?, ?> stop = next(); stop != null; stop = next()) {
      boolean isBelow = number(stop, "top") >= number(before, "bottom") - 1;
      boolean isBeside = number(stop, "bottom") > number(before, "top")
          && number(stop, "left") >= number(before, "left");
      if (!isBelow && !isBeside) {
        wrong.add("%s after %s".formatted(stop, before));
      }
      before = stop;
      stops++;
    }
    assertThat(stops).isGreaterThan(30);
    assertThat(wrong).isEmpty();
  }

  /** Where the next stop of the content is; null after the last one. */
  private @Nullable Map<?, ?> next() {
    page.keyboard().press("Tab");
    return (Map<?, ?>) page.evaluate("""
        () => {
          const stop = document.activeElement;
          if (stop.closest('main') === null) {
            return null;
          }
          const {top, bottom, left} = stop.getBoundingClientRect();
          const name = stop.id || stop.title || stop.textContent;
          return {name, top: top + scrollY, bottom: bottom + scrollY, left};
        }
        """);
  }

  private static double number(Map<?, ?> stop, String side) {
    return ((Number) Objects.requireNonNull(stop.get(side))).doubleValue();
  }

  /** The button vanishes with what it is about. */
  @Test
  void anotherAttempt_keepsThePlaceOfTheKeyboard() {
    page.route("**/classify?*", route -> route.fulfill(refusal(503)));
    takeSample("cat");
    assertThat(problem("classify")).isVisible();
    page.unroute("**/classify?*");
    goTo("#classify-problem button");
    page.keyboard().press("Enter");
    assertThat(page.locator(".verdict-label")).hasText("cat");
    assertThat(page.locator("#classify-problem")).isFocused();
    page.keyboard().press("Tab");
    assertThat(page.locator("#classify-result :focus")).hasCount(1);
    forgiveRefusals(503);
  }

  @Test
  void keyField_isOpenedAndClosedByKeys() {
    goTo("#key summary");
    page.keyboard().press("Enter");
    goTo("#key-input");
    page.keyboard().press("Escape");
    assertThat(page.locator("#key-input")).isHidden();
    assertThat(page.locator("#key summary")).isFocused();
  }

  private void goTo(String selector) {
    press("Tab", selector);
  }

  private void backTo(String selector) {
    press("Shift+Tab", selector);
  }

  private void press(String key, String selector) {
    for (int i = 0; i < MOST; i++) {
      page.keyboard().press(key);
      if (Boolean.TRUE.equals(
          page.evaluate("selector => document.activeElement.matches(selector)", selector))) {
        return;
      }
    }
    throw new AssertionError("No stop at " + selector);
  }
}
