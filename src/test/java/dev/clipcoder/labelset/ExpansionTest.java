package dev.clipcoder.labelset;

import static dev.clipcoder.coder.TextKind.ANALOGOUS;
import static dev.clipcoder.coder.TextKind.ATTRIBUTE;
import static dev.clipcoder.coder.TextKind.NAME;
import static dev.clipcoder.coder.TextKind.SYNONYM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clipcoder.labelset.BankTexts.BankText;
import dev.clipcoder.labelset.BankTexts.PairTexts;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpansionTest {

  private static BankTexts expand(String json) {
    return Expansion.of(Definitions.of(json));
  }

  private static List<String> sentences(String json) {
    return expand(json).texts().stream().map(BankText::text).toList();
  }

  @Test
  void texts_comeByClassThenKind() {
    assertThat(expand("""
            {'domain':'a type of pet','classes':[
              {'label':'cat','texts':{'synonym':['feline'],'analogous':['tiger'],'attribute':['whiskers','fur']}},
              {'label':'sku-1','name':'prairie_dog'}]}""").texts())
        .containsExactly(
            new BankText(0, NAME, "a photo of a cat, a type of pet.", 0),
            new BankText(0, ATTRIBUTE, "cat which has whiskers", 1),
            new BankText(0, ATTRIBUTE, "cat which has fur", 2),
            new BankText(0, ANALOGOUS, "a cat similar to tiger.", 3),
            new BankText(0, SYNONYM, "a photo of a feline, a type of pet.", 4),
            new BankText(1, NAME, "a photo of a prairie dog, a type of pet.", 5));
  }

  @Test
  void withoutDomain_itsClauseIsAbsent() {
    assertThat(sentences("{'classes':['cat']}")).containsExactly("a photo of a cat.");
    assertThat(
            sentences(
                "{'classes':['cat'],'templates':{'name':['{domain}: a {label}.','a {label}.','a {label} {domain} here']}}"))
        .containsExactly("a cat.", "a cat here");
  }

  @Test
  void duplicatesWithinClassAndKind_areDroppedAndCounted() {
    BankTexts texts = expand("""
        {'classes':[{'label':'cat','texts':{'attribute':['long tail','long_tail','fur'],'analogous':['fur']}},
                    {'label':'dog','texts':{'attribute':['fur']}}],
         'templates':{'attribute':['{text}'],'analogous':['{text}']}}""");
    assertThat(texts.dropped()).isEqualTo(1);
    assertThat(texts.texts())
        .extracting(BankText::text)
        .containsExactly(
            "a photo of a cat.", "long tail", "fur", "fur", "a photo of a dog.", "fur");
    assertThat(texts.sentences())
        .containsExactly("a photo of a cat.", "long tail", "fur", "a photo of a dog.");
  }

  @Test
  void placesInsideTexts_areNotFilled() {
    assertThat(
            sentences("{'classes':[{'label':'cat','texts':{'attribute':['a {label} $1 tag']}}]}"))
        .contains("cat which has a {label} $1 tag");
  }

  @Test
  void severalTemplates_makeSeveralTextsOfEach() {
    assertThat(
            sentences(
                "{'classes':[{'label':'cat','texts':{'synonym':['puss']}}],'templates':{'name':['a {label}','the {label}']}}"))
        .containsExactly("a cat", "the cat", "a puss", "the puss");
  }

  @Test
  void pairs_nameBothClasses() {
    BankTexts texts = expand("""
        {'classes':['big_cat',{'label':'l','name':'lynx'}],
         'oneToOne':[{'label':'l','other':'big_cat','texts':['ear_tufts','ear tufts']}]}""");
    assertThat(texts.pairs())
        .containsExactly(
            new PairTexts(1, 0, List.of("Because of ear tufts, lynx is different from big cat.")));
    assertThat(texts.texts()).hasSize(2);
    assertThat(texts.sentences()).hasSize(3);
  }
}
