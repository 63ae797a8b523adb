package dev.clipcoder.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.JSHandle;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ScreenshotAnimations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The service with the bundled model, and a browser in which nothing may go wrong unseen. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@RequiresBrowser
abstract class PageTest {

  static final Path SAMPLES = Path.of("docs/samples");

  private static final Path SCREENSHOTS = Path.of("target/screenshots");

  @LocalServerPort
  private int port;

  private final List<String> faults = new ArrayList<>();
  private final List<String> forgiven = new ArrayList<>();
  private @Nullable BrowserContext context;

  /** Of the newest window. */
  @SuppressWarnings("NullAway.Init")
  protected Page page;

  @SuppressWarnings("NullAway.Init")
  protected Service service;

  @DynamicPropertySource
  static void settings(DynamicPropertyRegistry settings) {
    Path data = Path.of("target", "service-test", "page-" + UUID.randomUUID());
    settings.add("clipcoder.data-dir", data::toString);
  }

  @BeforeEach
  void openPage() {
    service = new Service(port);
    view(new Browser.NewContextOptions().setViewportSize(1280, 900));
  }

  /** Opens a window of its own kind, in place of the one before. */
  protected void view(Browser.NewContextOptions options) {
    closeWindow();
    BrowserContext window = Chromium.browser().newContext(options);
    window.setDefaultTimeout(10_000);
    context = window;
    page = window.newPage();
    page.onConsoleMessage(message -> {
      if (message.type().equals("error") || message.type().equals("warning")) {
        faults.add(message.text());
      }
    });
    page.onPageError(faults::add);
    page.onRequest(request -> {
      if (!request.url().startsWith(service.root().toString())
          && !request.url().startsWith("blob:" + service.root())
          && !request.url().startsWith("data:")) {
        faults.add("asked " + request.url());
      }
    });
  }

  /** No error, no warning, no breach of the policy, no request to anybody else. */
  @AfterEach
  void nothingWentWrong() {
    closeWindow();
    assertThat(faults.stream().filter(fault -> forgiven.stream().noneMatch(fault::contains)))
        .isEmpty();
  }

  private void closeWindow() {
    if (context != null) {
      context.close();
      context = null;
    }
  }

  /** Browsers write each refusal of the service to the console; such a test expects it. */
  protected void forgiveRefusals(int status) {
    forgive("Failed to load resource: the server responded with a status of " + status);
  }

  /** Leaves out what a test provokes, whenever it comes. */
  protected void forgive(String part) {
    forgiven.add(part);
  }

  protected void open() {
    page.navigate(service.root().toString());
    assertThat(page.getByText("Model: clipcoder/mini-pictograms")).isVisible();
  }

  /** Adds the demo set as a visitor does. */
  protected void addDemo() {
    button("Add the demo set").click();
    assertThat(page.locator("#set-select")).hasValue("demo");
    assertThat(page.locator("#set-summary")).containsText("11 classes");
  }

  /** What a part of the page tells of what went wrong. */
  protected Locator problem(String part) {
    return page.locator("#%s-problem [role=alert]".formatted(part));
  }

  /** What the service says that cannot do something now, to be given in its place. */
  protected static Route.FulfillOptions refusal(int status) {
    return new Route.FulfillOptions()
        .setStatus(status)
        .setContentType("application/problem+json")
        .setBody("{\"status\":%d,\"detail\":\"What the service says.\"}".formatted(status));
  }

  protected Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  /** Takes a sample as the picture, and waits until it is. */
  protected void takeSample(String label) {
    pressSample(label);
    assertThat(sampleButton(label)).hasAttribute("aria-pressed", "true");
  }

  protected void pressSample(String label) {
    sampleButton(label).click();
  }

  private Locator sampleButton(String label) {
    return page.locator("#samples").getByRole(AriaRole.BUTTON, exactly(label));
  }

  protected static Locator.GetByRoleOptions exactly(String name) {
    return new Locator.GetByRoleOptions().setName(name).setExact(true);
  }

  protected static Path sample(String name) {
    return SAMPLES.resolve(name).resolve("twemoji.png");
  }

  /** What a browser hands over of a file that is dropped or pasted. */
  protected JSHandle transfer(Path picture) {
    byte[] content;
    try {
      content = Files.readAllBytes(picture);
    } catch (IOException missing) {
      throw new UncheckedIOException(missing);
    }
    return page.evaluateHandle("""
        (base64) => {
          const bytes = Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
          const data = new DataTransfer();
          data.items.add(new File([bytes], 'dropped.png', {type: 'image/png'}));
          return data;
        }
        """, Base64.getEncoder().encodeToString(content));
  }

  /** Without movement, so that what is seen is what stays. */
  protected void screenshot(String name) {
    page.evaluate("scrollTo(0, 0)");
    page.screenshot(new Page.ScreenshotOptions()
        .setPath(SCREENSHOTS.resolve(name + ".png"))
        .setFullPage(true)
        .setAnimations(ScreenshotAnimations.DISABLED));
  }
}
