package dev.clipcoder.model;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.PositiveOrZero;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Which checkpoint is served, and on what.
 *
 * @param model {@code bundled} for the pictogram model in the jar, {@code hf://owner/name} or {@code
 *     hf://owner/name@revision} for a checkpoint of a hub, or a folder in the Hugging Face layout
 * @param device {@code auto} or {@code cpu}
 * @param precision what the device computes in: {@code fp32}
 * @param threads threads of the device, 0 for as many as the process may use
 * @param dataDir folder of everything that the service keeps
 */
@Validated
@ConfigurationProperties("clipcoder")
public record ModelProperties(
    @DefaultValue("bundled") @NotBlank String model,

    @DefaultValue("auto")
    @Pattern(
        regexp = "auto|cpu",
        message = "must be auto or cpu; other devices are not supported yet")
    String device,

    @DefaultValue("fp32")
    @Pattern(regexp = "fp32", message = "must be fp32; other precisions are not supported yet")
    String precision,

    @DefaultValue("0") @PositiveOrZero int threads,
    @DefaultValue("./data") @NotNull Path dataDir) {

  /** The threads to use: the configured number, or the processors that the process may use. */
  public int effectiveThreads() {
    return threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
  }
}
