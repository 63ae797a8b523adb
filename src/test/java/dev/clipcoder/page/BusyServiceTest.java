package dev.clipcoder.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Route;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers that a service gives when it has too much to do, or is not ready: in its form, at the time of the test. */
class BusyServiceTest extends FirstVisitTest {

  @ParameterizedTest
  @CsvSource({
    "429, 3, The service is busy,         Try again in 3 seconds.",
    "503, 1, Not ready yet,               Try again in a second.",
    "409, 2, It cannot be changed now,    Try again in 2 seconds."
  })
  void refusal_saysWhen_andTheNextAttemptWorks(
      int status, String seconds, String title, String words) {
    page.route(
        "**/classify?*",
        route -> route.fulfill(refusal(status).setHeaders(Map.of("Retry-After", seconds))));
    takeSample("cat");
    assertThat(problem("classify")).containsText(title);
    assertThat(problem("classify")).containsText("What the service says.");
    assertThat(problem("classify")).containsText(words);

    page.unroute("**/classify?*");
    button("Try again").click();
    assertThat(page.locator(".verdict-label")).hasText("cat");
    assertThat(problem("classify")).hasCount(0);
    forgiveRefusals(status);
  }

  @Test
  void serviceThatIsGone_isTold() {
    page.route("**/classify?*", Route::abort);
    takeSample("cat");
    assertThat(problem("classify")).containsText("The service does not answer.");
    forgive("Failed to load resource");
  }
}
