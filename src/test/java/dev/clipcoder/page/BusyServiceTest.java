package dev.clipcoder.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Route;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers that a service gives when it has too much to do, or is not ready: in its form, at the time of the test. */
class BusyServiceTest extends PageTest {

  @BeforeEach
  void firstVisit() {
    service.clear();
    open();
  }

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
        route -> route.fulfill(new Route.FulfillOptions()
            .setStatus(status)
            .setHeaders(Map.of("Retry-After", seconds))
            .setContentType("application/problem+json")
            .setBody("{\"status\":%d,\"detail\":\"What the service says.\"}".formatted(status))));
    takeSample("cat");
    assertThat(page.locator("#classify-problem [role=alert]")).containsText(title);
    assertThat(page.locator("#classify-problem [role=alert]"))
        .containsText("What the service says.");
    assertThat(page.locator("#classify-problem [role=alert]")).containsText(words);

    page.unroute("**/classify?*");
    button("Try again").click();
    assertThat(page.locator(".verdict-label")).hasText("cat");
    assertThat(page.locator("#classify-problem [role=alert]")).hasCount(0);
    forgiveRefusals();
  }

  @Test
  void serviceThatIsGone_isTold() {
    page.route("**/classify?*", Route::abort);
    takeSample("cat");
    assertThat(page.locator("#classify-problem [role=alert]"))
        .containsText("The service does not answer.");
    forgive("Failed to load resource");
  }
}
