package dev.clipcoder.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
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
    assertThat(told()).containsText("This service wants an API key");
    assertThat(page.locator("#samples img").first()).isVisible();
    button("Enter a key").first().click();
    assertThat(page.locator("#key-input")).isFocused();

    page.keyboard().type("wrong-0123456789abcdef0123456789abcdef");
    page.keyboard().press("Enter");
    assertThat(told()).containsText("The API key is not known here");

    use(KEY);
    assertThat(page.getByText("Model: clipcoder/mini-pictograms")).isVisible();
    takeSample("cat");
    assertThat(page.locator(".verdict-label")).hasText("cat");
    forgiveRefusals(401);
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
    assertThat(told()).containsText("This needs an API key.");
    assertThat(page.evaluate("JSON.stringify({...sessionStorage})")).asString().doesNotContain(KEY);
    forgiveRefusals(401);
  }

  @Test
  void roleThatTheKeyLacks_isToldWhereItIsNeeded() {
    signIn();
    button("Add the demo set").click();
    assertThat(problem("classify"))
        .containsText("The key 'visitor' may not do this: it needs the role manage.");
    forgiveRefusals(403);
  }

  /** A browser sends no request with such a key, not even the next one. */
  @Test
  void key_thatCannotBeSent_isRefusedAtOnce() {
    page.navigate(service.root().toString());
    use("schlüssel-0123456789abcdef");
    assertThat(problem("key")).containsText("A key has only letters without accents");
    assertThat(page.locator("#key-input")).isFocused();
    use(KEY);
    assertThat(page.getByText("Model: clipcoder/mini-pictograms")).isVisible();
    assertThat(problem("key")).hasCount(0);
    forgiveRefusals(401);
  }

  private void signIn() {
    page.navigate(service.root().toString());
    use(KEY);
    assertThat(page.getByText("Model: clipcoder/mini-pictograms")).isVisible();
    forgiveRefusals(401);
  }

  private void use(String key) {
    if (!page.locator("#key-input").isVisible()) {
      page.locator("#key summary").click();
    }
    page.locator("#key-input").fill(key);
    button("Use this key").click();
  }

  private Locator told() {
    return page.locator("#service [role=alert]");
  }
}
