package dev.clipcoder.classify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlaceTest {

  private final List<String> givenBack = new ArrayList<>();
  private final Place place =
      new Place(() -> givenBack.add("decoders"), () -> givenBack.add("admission"));

  @Test
  void shares_theLastGivesEachRoomBackOnce() {
    Place.Share first = place.share();
    Place.Share second = place.share();
    first.decoded();
    first.decoded();
    first.close();
    first.close();
    assertThat(givenBack).isEmpty();
    second.decoded();
    assertThat(givenBack).containsExactly("decoders");
    second.close();
    second.close();
    assertThat(givenBack).containsExactly("decoders", "admission");
  }

  @Test
  void close_ofWhatWasNeverDecoded_givesBothBack() {
    place.share().close();
    assertThat(givenBack).containsExactly("decoders", "admission");
  }
}
