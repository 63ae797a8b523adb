package dev.clipcoder.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Part 1 of the page, from the first visit on. */
class ClassifyOnPageTest extends FirstVisitTest {

  private static final String OUTDATED = "The choice has changed. Press Classify for a new answer.";

  @Test
  void firstVisit_sampleAlone_isClassifiedByTypedNames() {
    takeSample("cat");

    assertThat(verdict("clip")).hasText("cat");
    assertThat(page.locator(".verdict.coder")).hasCount(0);
    assertThat(page.locator("#announcer")).containsText("CLIP says: cat");
    assertThat(page.locator("#classify-result .warning")).containsText("Pictograms only.");
    assertThat(page.locator("#classify-result")).containsText("It is not calibrated");
    assertThat(page.locator("#service .warning")).containsText("Pictograms only.");
  }

  @Test
  void demoSet_isAddedByOnePress_andShowsWhatTextsAddToNames() {
    addDemo();
    takeSample("taxi");

    assertThat(verdict("clip")).hasText("car");
    assertThat(verdict("coder")).hasText("taxi");
    assertThat(page.locator(".remark")).containsText("The texts that CODER read");
    assertThat(page.locator("#set-summary")).containsText("against food, plant");
    screenshot("classify-light");
  }

  @Test
  void bars_areThoseOfTheAnswers() {
    addDemo();
    takeSample("delivery truck");

    assertThat(verdict("coder")).hasText("truck");
    for (String method : List.of("clip", "coder")) {
      JsonNode answer = service.post(
          "/classify?labelSet=demo&topK=100&method=" + method, sample("delivery_truck"));
      for (JsonNode prediction : answer.path("predictions")) {
        Locator row = page.locator(".bars tbody tr")
            .filter(new Locator.FilterOptions()
                .setHas(page.getByRole(
                    AriaRole.ROWHEADER,
                    new Page.GetByRoleOptions()
                        .setName(prediction.path("label").asString())
                        .setExact(true))));
        if (row.count() == 1) {
          Locator cell = row.locator("td[data-who=%s]".formatted(method.toUpperCase(Locale.ROOT)));
          double probability = prediction.path("probability").asDouble();
          assertThat(cell.locator(".value")).hasText(percent(probability));
          assertThat(share(cell.locator(".bar")))
              .as(prediction.toString())
              .isCloseTo(probability, offset(0.01));
        }
      }
    }
    assertThat(page.locator(".bars tbody tr")).hasCount(9);
  }

  @Test
  void explanation_hasTheTextsAndSimilaritiesOfTheAnswer() {
    addDemo();
    takeSample("cat");

    assertThat(verdict("coder")).hasText("cat");
    JsonNode neighbors = service
        .post("/classify?labelSet=demo&include=explanation", sample("cat"))
        .at("/explanation/neighbors");
    assertThat(neighbors.size()).isPositive();
    Locator rows = page.locator(".why tbody tr");
    assertThat(rows).hasCount(neighbors.size());
    for (int i = 0; i < neighbors.size(); i++) {
      JsonNode near = neighbors.get(i);
      assertThat(rows.nth(i).getByRole(AriaRole.ROWHEADER))
          .hasText(near.path("text").asString());
      assertThat(rows.nth(i).locator("td").nth(0)).hasText(near.path("label").asString());
      assertThat(rows.nth(i).locator("td").nth(2))
          .hasText(String.format(Locale.ROOT, "%.3f", near.path("similarity").asDouble()));
    }
  }

  @Test
  void noneOfThese_saysWhy() {
    addDemo();
    takeSample("pizza");
    assertThat(verdict("coder")).hasText("none of these");
    assertThat(page.locator(".verdict.coder")).containsText("a background class (food)");
    assertThat(page.locator(".verdict.coder code")).hasText("background");
    double labels = service
        .post("/classify?labelSet=demo&topK=100", sample("pizza"))
        .path("predictions")
        .valueStream()
        .mapToDouble(one -> one.path("probability").asDouble())
        .sum();
    assertThat(page.locator(".bars .rest td[data-who=CODER] .value")).hasText(percent(1 - labels));

    takeSample("hippopotamus");
    assertThat(page.locator(".verdict.coder code")).hasText("below-threshold");
    assertThat(page.locator(".verdict.coder")).containsText("below its threshold of 50 %");
  }

  @Test
  void rerank_showsTheOrderBeforeAndAfter_andCanBeLeftOut() {
    addDemo();
    takeSample("pickup truck");
    assertThat(verdict("coder")).hasText("truck");
    Locator orders = page.locator(".rerank ol");
    assertThat(orders.nth(0).locator("li")).hasText(new String[] {"car", "truck"});
    assertThat(orders.nth(1).locator("li"))
        .hasText(new String[] {"truck ↑ moved up", "car ↓ moved down"});
    JsonNode before = service.post(
        "/classify?labelSet=demo&method=coder&topK=100&rerank=false", sample("pickup_truck"));
    double gap = before.at("/predictions/0/probability").asDouble()
        - before.at("/predictions/1/probability").asDouble();
    assertThat(page.locator(".rerank"))
        .containsText(String.format(Locale.ROOT, "car and truck, were %.2f apart", gap));
    assertThat(page.locator(".rerank")).containsText("Closer than 0.5 is asked again");
    assertTextsOfThePair(
        service.post("/coder?labelSet=demo&pair=truck&pair=car", sample("pickup_truck")));
    assertThat(page.locator(".remark")).containsText("The rerank made the difference");
    assertThat(page.locator(".verdict.coder")).containsText("and put first by the rerank");

    page.getByLabel("Decide close calls by rerank").uncheck();
    button("Classify").click();
    assertThat(verdict("coder")).hasText("car");
    assertThat(page.locator(".rerank")).hasCount(0);
  }

  @Test
  void timings_areThoseOfTheHeaders_andTheSecondRequestFindsThePictureRemembered() {
    addDemo();
    takeSample("rose");
    page.locator(".timings summary").click();

    Locator rows = page.locator(".timings tbody tr");
    assertThat(rows.filter(new Locator.FilterOptions().setHasText("encoding"))
            .locator("td")
            .nth(0))
        .containsText("ms");
    Locator cache =
        rows.filter(new Locator.FilterOptions().setHasText("X-Cache")).locator("td");
    assertThat(cache.nth(1)).hasText("hit");
  }

  @Test
  void withoutPictureOrNames_itSaysWhatIsMissing() {
    button("Classify").click();
    assertThat(problem("classify")).containsText("No picture yet");
    assertThat(page.locator("#picture-choose")).isFocused();

    page.locator("#labels").fill(" \n");
    takeSample("cat");
    assertThat(problem("classify")).containsText("No names yet");
  }

  @Test
  void answer_isBroughtIntoSight_andTheFocusStays() {
    page.setViewportSize(360, 740);
    takeSample("cat");
    assertThat(verdict("clip")).isInViewport();
    assertThat(page.locator("#classify-result h3").first()).isInViewport();
    assertThat(page.locator("#classify-result .copy")).isInViewport();
    assertThat(page.locator("#samples button[title=cat]")).isFocused();

    page.setViewportSize(1280, 900);
    page.evaluate("scrollTo(0, 0)");
    button("Classify").click();
    assertThat(verdict("clip")).isInViewport();
    assertThat(page.locator("#classify-result .copy")).isHidden();
  }

  @Test
  void oneName_isSaidToWinAlways() {
    page.locator("#labels").fill("pizza");
    takeSample("cat");
    assertThat(page.locator(".verdict.clip")).containsText("the only name, so it always wins");
    assertThat(page.locator(".verdict.clip")).not().containsText("sure");

    service.put("/label-sets/lonely", """
        {"classes": [{"label": "pizza", "texts": {"synonym": ["cake"]}}]}
        """);
    open();
    assertThat(page.locator("#set-summary")).containsText("1 class");
    takeSample("cat");
    assertThat(page.locator(".verdict.coder")).containsText("the only name, so it always wins");
  }

  @Test
  void answer_toAnotherChoice_isTakenAway() {
    takeSample("cat");
    assertThat(verdict("clip")).hasText("cat");
    page.locator("#labels").fill("dog\nbird");
    assertThat(page.locator("#classify-result")).hasText(OUTDATED);
    button("Classify").click();
    assertThat(verdict("clip")).isVisible();

    addDemo();
    assertThat(verdict("coder")).hasText("cat");
    page.locator("#labels-choice").click();
    assertThat(page.locator("#source-labels")).isChecked();
    assertThat(page.locator("#labels")).isFocused();
    assertThat(page.locator("#classify-result")).hasText(OUTDATED);

    button("Classify").click();
    assertThat(verdict("clip")).isVisible();
    page.getByLabel("A label set").check();
    assertThat(page.locator("#classify-result")).hasText(OUTDATED);

    page.getByLabel("Names that I type").check();
    page.locator("#labels").fill("");
    button("Classify").click();
    assertThat(problem("classify")).containsText("No names yet");
    assertThat(problem("classify")).isInViewport();
    assertThat(page.locator("#classify-result")).isEmpty();
  }

  /** Somebody is quicker than the list of the sets: what was asked stays what it was. */
  @Test
  void pictureBeforeTheSets_isAnsweredAsItWasAsked() {
    service.put("/label-sets/pets", "{\"classes\":[\"cat\",\"dog\"]}");
    Held sets = Held.on(page, "**/label-sets?*");
    Held answer = Held.on(page, "**/classify?*");
    open();
    takeSample("cat");
    answer.await();
    sets.release();
    assertThat(page.locator("#set-select option")).hasText(new String[] {"pets"});
    assertThat(page.locator("#set-summary")).containsText("2 classes");
    answer.release();
    assertThat(verdict("clip")).hasText("cat");
    assertThat(page.locator(".verdict.coder")).hasCount(0);
    assertThat(page.locator("#source-labels")).isChecked();
  }

  @Test
  void choice_thatChangesWhileTheAnswerIsUnderWay_takesItAway() {
    Held answer = Held.on(page, "**/classify?*");
    takeSample("cat");
    answer.await();
    page.locator("#labels").fill("dog\nbird");
    assertThat(page.locator("#classify-result")).hasText(OUTDATED);
    assertThat(page.locator("#classify-result[aria-busy]")).hasCount(0);

    answer.release();
    assertThat(page.locator("#classify-result")).hasText(OUTDATED);
    button("Classify").click();
    assertThat(page.locator(".bars tbody th").filter(hasText("bird"))).isVisible();
  }

  @Test
  void choices_stay_whenTheListOfSetsIsReadAgain() {
    String pair = "\"oneToOne\":[{\"label\":\"cat\",\"other\":\"dog\",\"texts\":[\"whiskers\"]}]";
    service.put("/label-sets/pets", "{\"classes\":[\"cat\",\"dog\"],%s}".formatted(pair));
    open();
    assertThat(page.locator("#rerank")).isChecked();
    page.locator("#rerank").uncheck();
    page.getByLabel("Names that I type").check();

    service.put("/label-sets/pets", "{\"classes\":[\"cat\",\"dog\",\"bird\"],%s}".formatted(pair));
    page.locator("#key summary").click();
    button("Forget it").click();
    assertThat(page.locator("#set-summary")).containsText("3 classes");
    assertThat(page.locator("#rerank")).not().isChecked();
    assertThat(page.locator("#source-labels")).isChecked();
  }

  /** The likeliest label may miss its threshold where others pass theirs. */
  @Test
  void oneOfSeveralLabels_isSaidWithItsOwnProbability() {
    service.put("/label-sets/several", """
        {"classes": ["cat", "dog", {"label": "food", "background": true}],
         "decision": {"mode": "multi", "thresholds": {"cat": 1, "dog": 0.001}}}
        """);
    open();
    assertThat(page.locator("#set-summary")).containsText("2 classes");
    takeSample("cat");
    assertThat(verdict("coder")).hasText("dog");
    double probability = service
        .post("/classify?labelSet=several", sample("cat"))
        .path("predictions")
        .valueStream()
        .filter(one -> one.path("label").asString().equals("dog"))
        .mapToDouble(one -> one.path("probability").asDouble())
        .sum();
    assertThat(page.locator("#announcer"))
        .containsText("CODER says: dog, %s.".formatted(percent(probability)));
  }

  @Test
  void demoSet_addedWithAPicture_keepsThePlaceOfTheKeyboard() {
    takeSample("cat");
    assertThat(verdict("clip")).isVisible();
    addDemo();
    assertThat(verdict("coder")).hasText("cat");
    assertThat(page.locator("#set-select")).isFocused();
  }

  @Test
  void problemOfTheService_isShownInItsWords() {
    page.locator("#labels").fill("cat\nCat\ncat");
    takeSample("cat");
    assertThat(problem("classify")).containsText("Labels 1 and 3 are both 'cat'. Give each once.");
    forgiveRefusals(422);
  }

  /** Each text with its class and similarity, the nearest first. */
  private void assertTextsOfThePair(JsonNode answer) {
    int count = answer.path("texts").size();
    Locator rows = page.locator(".rerank .apart tbody tr");
    assertThat(count).isPositive();
    assertThat(rows).hasCount(count);
    for (int i = 0; i < count; i++) {
      JsonNode text = answer.path("texts").get(i);
      Locator row = rows.filter(new Locator.FilterOptions()
          .setHas(page.getByRole(
              AriaRole.ROWHEADER,
              new Page.GetByRoleOptions().setName(text.path("text").asString()).setExact(true))));
      assertThat(row.locator("td").nth(0)).hasText(text.path("label").asString());
      assertThat(row.locator("td").nth(1))
          .hasText(
              String.format(Locale.ROOT, "%.3f", answer.path("vector").get(i).asDouble()));
    }
  }

  private static Locator.FilterOptions hasText(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  private Locator verdict(String who) {
    return page.locator("#classify-result .verdict.%s .verdict-label".formatted(who));
  }

  /** The part of a bar that is filled. */
  private static double share(Locator bar) {
    Object share = bar.evaluate(
        "bar => bar.firstChild.getBoundingClientRect().width / bar.getBoundingClientRect().width");
    return ((Number) share).doubleValue();
  }

  private static String percent(double share) {
    if (share > 0 && share < 0.001) {
      return "< 0.1 %";
    }
    return share >= 0.1
        ? String.format(Locale.ROOT, "%d %%", Math.round(share * 100))
        : String.format(Locale.ROOT, "%.1f %%", share * 100);
  }
}
