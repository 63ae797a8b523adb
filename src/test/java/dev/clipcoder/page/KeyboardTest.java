package dev.clipcoder.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Without a mouse. */
class KeyboardTest extends PageTest {

  /** More stops than there are. */
  private static final int MOST = 200;

  @BeforeEach
  void firstVisit() {
    service.clear();
    open();
  }

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

  /** The order of the stops is that in which things are seen. */
  @Test
  void stops_areInTheOrderOfThePage() {
    Object places = page.evaluate("""
        () => [...document.querySelectorAll('main a, main button, main input, main select, main textarea')]
          .filter((one) => one.checkVisibility() && !one.disabled && one.tabIndex > 0)
          .map((one) => one.outerHTML)
        """);
    assertThat(places).asInstanceOf(InstanceOfAssertFactories.LIST).isEmpty();
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
