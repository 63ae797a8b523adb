package dev.clipcoder.labelset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TextImportTest {

  private static final LabelSetDefinition PETS = Definitions.of("""
      {'domain':'a pet','classes':[
        {'label':'tabby_cat','texts':{'attribute':['striped fur'],'synonym':['tabby']}},
        {'label':'dog'},{'label':'other','background':true}],
       'oneToOne':[{'label':'dog','other':'tabby_cat','texts':['a snout']}],
       'rerank':{'enabled':true},'decision':{'threshold':0.4}}""");

  private static TextImport of(String json, @Nullable String template) {
    return TextImport.of(PETS, Definitions.json(json), template, Definitions.LIMITS);
  }

  private static void assertRefused(String json, @Nullable String template, String... fields) {
    assertThatExceptionOfType(InvalidDefinitionException.class)
        .isThrownBy(() -> of(json, template))
        .satisfies(problem -> assertThat(problem.problems())
            .extracting(DefinitionProblem::field)
            .containsExactly(fields));
  }

  @Test
  void texts_areAddedByKindAndPair_andTheRestStays() {
    TextImport grown = of("""
        {'classes':[
          {'label':'tabby_cat','texts':{'attribute':['whiskers','striped_fur'],'analogous':['tiger']}},
          {'label':'dog','texts':{'synonym':['hound']}},
          {'label':'dog','texts':{'synonym':['hound','puppy']}}],
         'oneToOne':[
          {'label':'dog','other':'tabby cat','texts':['a snout','a leash']},
          {'label':'tabby_cat','other':'dog','texts':['claws']}]}""", null);
    assertThat(grown.definition()).isEqualTo(Definitions.of("""
        {'domain':'a pet','classes':[
          {'label':'tabby_cat','texts':{
            'attribute':['striped fur','whiskers'],'analogous':['tiger'],'synonym':['tabby']}},
          {'label':'dog','texts':{'synonym':['hound','puppy']}},{'label':'other','background':true}],
         'oneToOne':[{'label':'dog','other':'tabby_cat','texts':['a snout','a leash']},
                     {'label':'tabby_cat','other':'dog','texts':['claws']}],
         'rerank':{'enabled':true},'decision':{'threshold':0.4}}"""));
    assertThat(grown.added()).isEqualTo(6);
    assertThat(grown.dropped()).isEqualTo(3);
  }

  @Test
  void descriptorFile_addsAttributesOfLabelsWithSpaces() {
    TextImport grown = of("{'tabby cat':['striped fur','claws'],'dog':[]}", null);
    assertThat(grown.definition().classes().getFirst().texts().attribute())
        .containsExactly("striped fur", "claws");
    assertThat(grown.added()).isEqualTo(1);
    assertThat(grown.dropped()).isEqualTo(1);
  }

  @Test
  void template_isTakenOnlyWhileThereIsNothingInAnother() {
    assertRefused("{'dog':['A dog runs.']}", "{text}", "template");
    LabelSetDefinition bare = Definitions.of("{'classes':['cat']}");
    LabelSetDefinition grown = TextImport.of(
            bare, Definitions.json("{'cat':['A cat sits.']}"), "{text}", Definitions.LIMITS)
        .definition();
    assertThat(grown.templates().attribute()).containsExactly("{text}");
    TextImport more = TextImport.of(
        grown, Definitions.json("{'cat':['A cat runs.']}"), "{text}", Definitions.LIMITS);
    assertThat(more.added()).isEqualTo(1);
    assertRefused("{'classes':[{'label':'dog'}]}", "{text}", "template");
  }

  @Test
  void whatCannotBeInTheSet_isToldWithItsPlace() {
    assertRefused("{'fox':['red']}", null, "fox");
    assertRefused(
        "{'classes':[{'label':'fox','texts':{'attribute':['']}}],'oneToOne':[{'label':'dog','other':'fox'}]}",
        null,
        "classes[0].label",
        "classes[0].texts.attribute[0]",
        "oneToOne[0].other");
    assertRefused(
        "{'classes':[{'texts':{'name':['x']}}]}",
        null,
        "classes[0].label",
        "classes[0].texts.name");
    assertRefused("{}", null, "classes");
    assertRefused("{'classes':['dog']}", null, "classes[0]", "classes[0].label");
    assertRefused(
        "{'oneToOne':['dog']}", null, "oneToOne[0]", "oneToOne[0].label", "oneToOne[0].other");
  }
}
