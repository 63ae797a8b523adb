package dev.clipcoder.page;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The Chromium that is installed, started once for all tests of this JVM, which run on one thread. Playwright is kept
 * from looking for one of its own.
 */
final class Chromium {

  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

  /** It runs as root where tests do, and calls nobody. */
  private static final List<String> ARGUMENTS = List.of(
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync");

  private static @Nullable Browser browser;

  private Chromium() {}

  /** It ends with the process of Playwright, and that with this JVM. */
  static Browser browser() {
    Browser started = browser;
    if (started == null) {
      Playwright playwright = Playwright.create(
          new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
      started = playwright
          .chromium()
          .launch(new BrowserType.LaunchOptions()
              .setExecutablePath(executable().orElseThrow())
              .setArgs(ARGUMENTS));
      browser = started;
    }
    return started;
  }

  /** That of {@code -Dbrowser.path}, or the first on the path. */
  static Optional<Path> executable() {
    String named = System.getProperty("browser.path");
    Stream<Path> places = named == null
        ? Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
            .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        : Stream.of(Path.of(named));
    return places.filter(Files::isExecutable).findFirst();
  }
}
