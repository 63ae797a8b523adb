package dev.clipcoder.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.test.context.TestPropertySource;

/** The page of a service that wants keys. */
@TestPropertySource(
    properties = {
      "clipcoder.security.keys[0].name=visitor",
      "clipcoder.security.keys[0].key=" + KeysOnPageTest.KEY,
      "clipcoder.security.keys[0].roles=classify"
    })
class KeysOnPageTest extends PageTest {

  static final String KEY = "visitor-0123456789abcdef0123456789abcdef";

  @TempDir
  Path folder;

  @Test
  void withoutKey_thePageAsksForOne_andWithItServes() {
    page.navigate(service.root().toString());
    assertThat(page.locator("#service [role=alert]")).containsText("This service wants an API key");
    assertThat(page.locator("#samples img").first()).isVisible();
    button("Enter a key").first().click();
    assertThat(page.locator("#key-input")).isFocused();

    page.keyboard().type("wrong-0123456789abcdef0123456789abcdef");
    page.keyboard().press("Enter");
    assertThat(page.locator("#service [role=alert]")).containsText("The API key is not known here");

    page.locator("#key summary").click();
    page.locator("#key-input").fill(KEY);
    button("Use this key").click();
    assertThat(page.getByText("Model: clipcoder/mini-pictograms")).isVisible();
    takeSample("cat");
    assertThat(page.locator(".verdict-label")).hasText("cat");
    forgiveRefusals();
  }

  @Test
  void key_staysInTheTab_andOutOfWhatIsShown() {
    signIn();
    takeSample("cat");
    assertThat(page.locator(".verdict-label")).hasText("cat");

    assertThat(page.content()).doesNotContain(KEY);
    assertThat(page.evaluate("JSON.stringify({...localStorage}) + document.cookie + location.href"))
        .asString()
        .doesNotContain(KEY);
    assertThat(page.evaluate("JSON.stringify({...sessionStorage})")).asString().contains(KEY);
    String commands = page.locator("#classify-result .curl code").textContent();
    assertThat(commands).contains("-H \"Authorization: Bearer $KEY\"");
    assertThat(Shell.answers(folder, commands, Map.of("KEY", KEY))
            .getFirst()
            .path("label")
            .asString())
        .isEqualTo("cat");

    page.locator("#key summary").click();
    button("Forget it").click();
    assertThat(page.locator("#service [role=alert]")).containsText("This needs an API key.");
    assertThat(page.evaluate("JSON.stringify({...sessionStorage})")).asString().doesNotContain(KEY);
    forgiveRefusals();
  }

  @Test
  void roleThatTheKeyLacks_isToldWhereItIsNeeded() {
    signIn();
    button("Add the demo set").click();
    assertThat(page.locator("#classify-problem [role=alert]"))
        .containsText("The key 'visitor' may not do this: it needs the role manage.");
    forgiveRefusals();
  }

  private void signIn() {
    page.navigate(service.root().toString());
    page.locator("#key summary").click();
    page.locator("#key-input").fill(KEY);
    button("Use this key").click();
    assertThat(page.getByText("Model: clipcoder/mini-pictograms")).isVisible();
    forgiveRefusals();
  }
}
