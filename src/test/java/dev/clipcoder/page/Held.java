package dev.clipcoder.page;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Requests of the page that wait on their way until the test lets them go on. */
final class Held {

  private final Page page;
  private final List<Route> waiting = new ArrayList<>();
  private boolean released;

  private Held(Page page) {
    this.page = page;
  }

  /** Holds all that go to such an address, from now on. */
  static Held on(Page page, String address) {
    Held held = new Held(page);
    page.route(address, held::take);
    return held;
  }

  /** Holds all that go to an address which is meant, from now on. */
  static Held on(Page page, Predicate<String> address) {
    Held held = new Held(page);
    page.route(address, held::take);
    return held;
  }

  private void take(Route route) {
    if (released) {
      route.resume();
    } else {
      waiting.add(route);
    }
  }

  /** Waits until there is one. */
  void await() {
    page.waitForCondition(() -> !waiting.isEmpty());
  }

  /** Lets them go on, and all that come after them. */
  void release() {
    released = true;
    waiting.forEach(Route::resume);
  }
}
