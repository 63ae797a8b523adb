package dev.clipcoder.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What documents may leave out, and what they may not get wrong. */
class ShownTest {

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
          {"a": 1, "b": [1, 2]}          | {"b":[1,2],"a":1}
          {"a": 1, …}                    | {"a":1,"b":2}
          {…}                            | {"a":1}
          {"a": …}                       | {"a":{"b":1}}
          {"id": "03bd…", "x": "…"}      | {"id":"03bd4f7e","x":"any"}
          {"note": "one … three"}        | {"note":"one two three"}
          [1, …]                         | [1,2,3]
          [1, …, 9]                      | [1,2,9]
          [1, …]                         | [1]
          [{"a": 1, …}, …]               | [{"a":1,"b":2},{"c":3}]
          {"score": 0.3458, "p": 1.0000} | {"score":0.34584830441,"p":0.99998}
          {"score": -0.0006}             | {"score":-5.946262E-4}
          {"x": 0.0}                     | {"x":0}
          {"a": "b \\" … c"}             | {"a":"b \\" x c"}
          {"a": 1} {"b": 2}              | {"a":1}{"b":2}
          … {"b": 2}                     | {"a":1} {"a":1} {"b":2}
          """)
  void json_thatIsShownRightly_matches(String shown, String actual) {
    assertThat(ShownJson.differences(shown, actual)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
          {"a": 1}              | {"a":1,"b":2}         | 'b' came
          {"a": 1, "b": 2}      | {"a":1}               | no 'b'
          {"a": 1, "b": 2, …}   | {"a":1,"c":2}         | no 'b'
          {"score": 0.3458}     | {"score":0.3460}      | 0.3458 shown
          {"score": 0.3458}     | {"score":"0.3458"}    | shown
          {"n": 27}             | {"n":27.6}            | 27 shown
          {"n": 27}             | {"n":28}              | 27 shown
          {"id": "03bd…"}       | {"id":"13bd4f7e"}     | shown
          {"id": "…", …}        | {"other":"x"}         | no 'id'
          {"a": null}           | {"a":"x"}             | null shown
          {"a": true}           | {"a":false}           | true shown
          [1, 2]                | [1,2,3]               | 2 shown, 3 came
          [1, 2, …]             | [1]                   | 2 shown, 1 came
          [1, …, 9]             | [1,2,8]               | 9 shown
          [{"a": 1, …}, …]      | [{"a":2}]             | 1 shown
          {"a": 1}              | {"a":1}{"a":1}        | 1 shown, 2 came
          … {"b": 2}            | {"a":1} {"b":3}       | 2 shown
          {"a": 1}              | curl: (7) refused     | no JSON
          """)
  void json_thatIsShownWrongly_isTold(String shown, String actual, String told) {
    assertThat(ShownJson.differences(shown, actual))
        .hasSize(1)
        .first()
        .asString()
        .contains(told);
  }

  @Test
  void json_withTwoGapsInAList_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ShownJson.differences("[…, 1, …]", "[1]"));
  }

  @Test
  void text_isComparedLineByLine() {
    String actual = """
        Pictures:  40 of 20 labels
        Method    Top-1
        clip      90.0 % (76.9 to 96.0), 36/40

        coder     91.0 %
        end
        """;
    assertThat(ShownText.differences("…\nclip 90.0 % (76.9 to 95.9), 36/40\n…", actual))
        .isEmpty();
    assertThat(ShownText.differences("Pictures: 40 of …\nMethod …\n…\nend", actual))
        .isEmpty();
    assertThat(ShownText.differences("…\nclip 90.0 % (76.9 to 95.8), 36/40\n…", actual))
        .isNotEmpty();
    assertThat(ShownText.differences("…\nclip 90.0 % (76.9 to 96.0), 37/40\n…", actual))
        .isNotEmpty();
    assertThat(ShownText.differences("…\nclip …", actual)).first().asString().contains("more came");
    assertThat(ShownText.differences("Pictures: 40 of 20 labels\nend", actual)).isNotEmpty();
    assertThat(ShownText.differences("…\nend\n…\nanother", actual)).isNotEmpty();
  }

  @Test
  void document_hasItsBlocksWithTheirMarks() {
    List<Block> blocks = Document.parse("""
        # Title
        <!-- shares -->
        <!-- not run: needs a hub -->
        ```sh
        mvn
        ```

        ```json
        {}
        ```
        - indented

          ```
          text
            more
          ```
        """.lines().toList());

    assertThat(blocks).extracting(Block::line).containsExactly(4, 8, 13);
    assertThat(blocks.getFirst().mark(Block.NOT_RUN)).isEqualTo("needs a hub");
    assertThat(blocks).extracting(Block::follows).containsExactly(false, true, false);
    assertThat(blocks.getLast().text()).isEqualTo("text\n  more\n");
  }

  @Test
  void document_withAMarkThatMarksNothing_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Document.parse(List.of("<!-- not run: why -->", "text", "```sh", "```")))
        .withMessageContaining("No block follows");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Document.parse(List.of("```sh", "curl")))
        .withMessageContaining("no end");
  }
}
