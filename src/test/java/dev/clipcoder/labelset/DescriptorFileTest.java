package dev.clipcoder.labelset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.clipcoder.labelset.BankTexts.BankText;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'labels':['cat','dog']}",
        "{'label':['cat','dog']}",
        "{'names':['cat','dog']}",
        "{'class':['cat','dog']}",
        "{'Classes':['cat','dog']}",
        "{'clases':['cat']}",
        "{'clasess':['cat']}",
        "{'lables':['cat']}",
        "{'onetoone':[],'cat':['fur']}",
        "{'templates':['a {label}'],'cat':['fur']}"
      })
  void misspeltMember_isNoClass(String json) {
    assertThatExceptionOfType(InvalidDefinitionException.class)
        .isThrownBy(() -> read(json, null))
        .withMessageContaining("looks like a misspelt member")
        .matches(InvalidDefinitionException::isMalformed);
  }

  @Test
  void classThatReadsLikeAMember_isTakenBesideOthers() {
    assertThat(read("{'glasses':['lenses'],'hat':['a brim']}", null).texts()).hasSize(4);
    assertThat(read("{'classes':[{'label':'labels'}]}", null).texts()).hasSize(1);
  }
}
