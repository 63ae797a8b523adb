package dev.clipcoder.labelset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class DefinitionTest {

  private static final String FULL = """
      {"domain":"a type of pet",
       "templates":{"name":["a photo of a {label}, {domain}."],"attribute":["{label} which has {text}"],"analogous":["a {label} similar to {text}."],"oneToOne":["Because of {text}, {label} is different from {other}."]},
       "classes":[{"label":"cat","name":"cat","background":false,"texts":{"attribute":["whiskers"],"analogous":["tiger"],"synonym":["feline"]}},
                  {"label":"lynx","name":"lynx","background":false,"texts":{"attribute":[],"analogous":[],"synonym":[]}},
                  {"label":"other","name":"other","background":true,"texts":{"attribute":[],"analogous":[],"synonym":[]}}],
       "oneToOne":[{"label":"cat","other":"lynx","texts":["ears without tufts"]}],
       "classNorm":false,"kindWeights":{"name":1.0,"attribute":1.0,"analogous":1.0},
       "decision":{"mode":"single","threshold":null,"thresholds":{"cat":0.6}},
       "rerank":{"enabled":false,"gap":0.1,"candidates":5,"mode":"replace","lambda":1.0}}
      """;

  private static List<DefinitionProblem> problems(String json) {
    return assertThatExceptionOfType(InvalidDefinitionException.class)
        .isThrownBy(() -> Definitions.of(json))
        .actual()
        .problems();
  }

  @Test
  void longForm_isWrittenAsItIsRead() {
    LabelSetDefinition definition = Definitions.of(FULL);
    JsonMapper mapper = JsonMapper.shared();
    assertThat(mapper.readTree(mapper.writeValueAsString(definition)))
        .isEqualTo(mapper.readTree(FULL));
    assertThat(mapper.readValue(mapper.writeValueAsString(definition), LabelSetDefinition.class))
        .isEqualTo(definition);
  }

  @Test
  void shortForm_getsTheDefaults() {
    LabelSetDefinition definition = Definitions.of("{'classes':[' cat ',{'label':'dog'}]}");
    assertThat(definition.domain()).isNull();
    assertThat(definition.classes())
        .extracting(LabelSetDefinition.LabelClass::name)
        .containsExactly("cat", "dog");
    assertThat(definition.templates()).isEqualTo(LabelSetDefinition.Templates.DEFAULT);
    assertThat(definition.rerank()).isEqualTo(LabelSetDefinition.Rerank.OFF);
    assertThat(definition.decision().hasThresholds()).isFalse();
  }

  @Test
  void underscoreOfALabel_readsAsASpaceEverywhere() {
    LabelSetDefinition definition = Definitions.of(
        "{'classes':['ice_cream','hot dog'],'oneToOne':[{'label':'ice cream','other':'hot_dog','texts':['cold']}],"
            + "'decision':{'thresholds':{'ice cream':0.5,'hot_dog':0.25}}}");
    assertThat(definition.oneToOne())
        .containsExactly(new LabelSetDefinition.Pair("ice_cream", "hot dog", List.of("cold")));
    assertThat(definition.decision().thresholds())
        .containsExactly(Map.entry("ice_cream", 0.5), Map.entry("hot dog", 0.25));
    assertThat(problems("{'classes':['a_b'],'decision':{'thresholds':{'a_b':0.5,'a b':0.5}}}"))
        .extracting(DefinitionProblem::field)
        .containsExactly("decision.thresholds.a b");
  }

  @Test
  void labels_thatDifferInCase_areTwo() {
    assertThat(Definitions.of("{'classes':['Polish','polish']}").classes()).hasSize(2);
  }

  @Test
  void labels_areBroughtToNormalFormC() {
    assertThat(Definitions.of("{'classes':['cafe\u0301']}").classes().getFirst().label())
        .isEqualTo("caf\u00e9");
  }

  @Test
  void everythingOfTheWrongShape_isToldAtOnce() {
    assertThat(
            problems(
                "{'classes':['cat',7,{'name':'x'}],'classNorm':'no','rerank':{'mode':'mix','gapp':1},'kindWeights':[]}"))
        .extracting(DefinitionProblem::field)
        .containsExactlyInAnyOrder(
            "classes[1]",
            "classes[1].label",
            "classes[2].label",
            "classNorm",
            "rerank.mode",
            "rerank.gapp",
            "kindWeights");
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "[]", "{}", "{'domain':'a pet'}", "{'classes':{}}"})
  void whatIsNoDefinition_isMalformed(String json) {
    assertThatExceptionOfType(InvalidDefinitionException.class)
        .isThrownBy(() -> Definitions.of(json))
        .matches(InvalidDefinitionException::isMalformed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "classes; {'classes':[]}",
        "classes; {'classes':[{'label':'x','background':true}]}",
        "classes[1].label; {'classes':['big cat','big_cat']}",
        "classes[1].label; {'classes':['cat',' ']}",
        "classes[1].name; {'classes':['big cat',{'label':'dog','name':'big_cat'}]}",
        "classes[0].texts.attribute[1]; {'classes':[{'label':'cat','texts':{'attribute':['a','']}}]}",
        "templates.name[0]; {'classes':['cat'],'templates':{'name':['a photo']}}",
        "templates.name[0]; {'classes':['cat'],'templates':{'name':['{label} {text}']}}",
        "templates.attribute[0]; {'classes':['cat'],'templates':{'attribute':['{label} has {}']}}",
        "templates.attribute; {'classes':['cat'],'templates':{'attribute':[]}}",
        "oneToOne[0].other; {'classes':['cat'],'oneToOne':[{'label':'cat','other':'dog','texts':[]}]}",
        "oneToOne[0].other; {'classes':['cat'],'oneToOne':[{'label':'cat','other':'cat','texts':[]}]}",
        "oneToOne[0].other; {'classes':['cat',{'label':'x','background':true}],'oneToOne':[{'label':'cat','other':'x','texts':[]}]}",
        "kindWeights.attribute; {'classes':['cat'],'kindWeights':{'attribute':-1}}",
        "kindWeights.name; {'classes':['cat'],'kindWeights':{'name':0}}",
        "decision.mode; {'classes':['cat'],'decision':{'mode':'multi'}}",
        "decision.threshold; {'classes':['cat'],'decision':{'threshold':1.5}}",
        "decision.thresholds.dog; {'classes':['cat'],'decision':{'thresholds':{'dog':0.5}}}",
        "rerank.gap; {'classes':['cat'],'rerank':{'gap':-0.1}}",
        "rerank.candidates; {'classes':['cat'],'rerank':{'candidates':1}}"
      })
  void whatIsImpossible_isToldWithItsField(String field, String json) {
    assertThat(problems(json)).extracting(DefinitionProblem::field).contains(field);
  }

  @Test
  void multi_withBackgroundOrSigmoid_isTaken() {
    Definitions.of(
        "{'classes':['cat',{'label':'x','background':true}],'decision':{'mode':'multi'}}");
    DefinitionRules.check(
        DefinitionReader.read(
            Definitions.json("{'classes':['cat'],'decision':{'mode':'multi'}}"), null),
        Definitions.LIMITS,
        true);
  }

  @Test
  void limits_countTextsTimesTemplates() {
    LabelSetDefinition definition = DefinitionReader.read(
        Definitions.json(
            "{'classes':[{'label':'cat','texts':{'attribute':['a','b']}}],'templates':{'attribute':['{text}','a {text}']}}"),
        null);
    DefinitionRules.check(definition, new LabelSetLimits(1, 5, 100), false);
    assertThatExceptionOfType(InvalidDefinitionException.class)
        .isThrownBy(() -> DefinitionRules.check(definition, new LabelSetLimits(1, 4, 100), false))
        .withMessageContaining("5 texts");
  }

  @ParameterizedTest
  @CsvSource({"pets,pets,", "pets@3,pets,3", "a.b_c-9@12,a.b_c-9,12"})
  void reference_isReadAndWritten(String text, String id, Integer version) {
    assertThat(LabelSetReference.parse(text)).isEqualTo(new LabelSetReference(id, version));
    assertThat(LabelSetReference.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Pets", "-pets", "pets@", "pets@0", "pets@1x", "a b", "pets/3"})
  void reference_inAnotherForm_isRefused(String text) {
    assertThatExceptionOfType(InvalidDefinitionException.class)
        .isThrownBy(() -> LabelSetReference.parse(text));
  }
}
