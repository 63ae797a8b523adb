package dev.clipcoder.api;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Endpoints that speak as other services do.
 *
 * @param modelAliases names of models that OpenAI's clients may go on asking for, beside the name of the checkpoint, so
 *     that their configuration need not change
 */
@ConfigurationProperties("clipcoder.drop-ins")
record DropInProperties(@DefaultValue List<String> modelAliases) {

  DropInProperties {
    modelAliases = List.copyOf(modelAliases);
  }
}
