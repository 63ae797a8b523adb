package dev.clipcoder.labelset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.clipcoder.labelset.BankTexts.BankText;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DescriptorFileTest {

  private static BankTexts read(String json, @Nullable String template) {
    LabelSetDefinition definition = DefinitionReader.read(Definitions.json(json), template);
    DefinitionRules.check(definition, Definitions.LIMITS, false);
    return Expansion.of(definition);
  }

  @Test
  void descriptors_becomeAttributes() {
    assertThat(read("{'tabby_cat':['striped fur','whiskers','whiskers'],'dog':[]}", null)
            .texts())
        .extracting(BankText::text)
        .containsExactly(
            "a photo of a tabby cat.",
            "tabby cat which has striped fur",
            "tabby cat which has whiskers",
            "a photo of a dog.");
  }

  @Test
  void sentences_areTakenAsTheyAre() {
    assertThat(read("{'cat':['A cat sits.'],'name':['A name is written.']}", "{text}")
            .texts())
        .extracting(BankText::text)
        .containsExactly(
            "a photo of a cat.", "A cat sits.", "a photo of a name.", "A name is written.");
  }

  @Test
  void whatIsNoString_isToldWithItsClass() {
    assertThatExceptionOfType(InvalidDefinitionException.class)
        .isThrownBy(() -> read("{'cat':['fur',7]}", null))
        .satisfies(
            problem -> assertThat(problem.problems().getFirst().field()).isEqualTo("cat[1]"));
  }

  @Test
  void templateBesideADefinition_isRefused() {
    assertThatExceptionOfType(InvalidDefinitionException.class)
        .isThrownBy(() -> read("{'classes':['cat']}", "{text}"))
        .withMessageContaining("template");
  }
}
