package dev.clipcoder.api;

import dev.clipcoder.coder.CoderVector;
import dev.clipcoder.embedding.Embedding;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.NumberSchema;
import io.swagger.v3.oas.models.servers.Server;
import io.swagger.v3.oas.models.tags.Tag;
import java.util.List;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

  /** Of the contract, not of the build: it changes when the contract does. */
  private static final String VERSION = "1.0.0";

  private static final String DESCRIPTION = """
      Classifies pictures with CLIP and CODER.

      A picture comes as the part `image` of a form, as the body itself, or in base64 in a JSON body; options come as \
      query parameters, fields of the form or members of the JSON body, with the same names. Names that an operation does \
      not have are refused. Members may be added to answers: ignore those that you do not know.

      Every answer has the header `X-Request-Id`, answers to work `Server-Timing`. Errors are problem details \
      (`application/problem+json`, RFC 9457), but those of drop-ins have the form of the service that they stand in for. \
      The `type` of a problem is a stable name, `urn:clipcoder:problem:…`; the answers under `components` say what each means.

      In the examples, pictures of forms and bodies are data URIs for the bytes that are sent. Where the body is not JSON, \
      the examples of the parameters go with it.""";

  private static final List<Tag> TAGS = List.of(
      tag("pictures", "Pictures to labels, vectors and embeddings"),
      tag("label sets", "Classes with texts, in versions"),
      tag("support sets", "Classes by examples"),
      tag("jobs", "What goes on after an answer"),
      tag("drop-ins", "For clients of OpenAI and Hugging Face"),
      tag("operations", "About the service"));

  private static Tag tag(String name, String description) {
    return new Tag().name(name).description(description);
  }

  @Bean
  OpenAPI openApi() {
    SpringDocUtils.getConfig()
        .replaceWithSchema(
            Embedding.class, new ArraySchema().items(new NumberSchema().format("float")))
        .replaceWithSchema(
            CoderVector.class, new ArraySchema().items(new NumberSchema().format("float")));
    return new OpenAPI()
        .info(new Info()
            .title("clipcoder")
            .version(VERSION)
            .description(DESCRIPTION)
            .license(new License().name("Apache-2.0").identifier("Apache-2.0")))
        .servers(List.of(new Server().url("/")))
        .tags(TAGS);
  }

  /** All that annotations do not say, in this order. */
  @Bean
  OpenApiCustomizer contract() {
    List<OpenApiCustomizer> parts = List.of(
        new ContractUnions(),
        new ProblemContract(),
        new PictureContract(),
        new ParameterContract(),
        new ManagementContract(),
        new AccessContract(),
        new DropInContract(),
        new ContractExamples(),
        new ContractOrder());
    return api -> parts.forEach(part -> part.customise(api));
  }
}
