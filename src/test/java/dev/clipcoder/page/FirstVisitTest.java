package dev.clipcoder.page;

import org.junit.jupiter.api.BeforeEach;

/** The page as somebody sees it for the first time: the service has no set yet. */
abstract class FirstVisitTest extends PageTest {

  @BeforeEach
  void firstVisit() {
    service.clear();
    open();
  }
}
