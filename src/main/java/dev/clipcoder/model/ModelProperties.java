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
 *     hf://owner/name@revision} for a checkpoint of a hub, or a folder as Hugging Face or OpenCLIP publish it
 * @param device {@code cpu}, {@code cuda:0} and so on, or {@code auto} for the first GPU that the engine finds, else the
 *     CPU
 * @param precision what the device computes in, whatever the files have: {@code fp32}, {@code fp16}, {@code bf16}, on
 *     the CPU {@code int8}, or {@code auto} for fp32 on the CPU and fp16 on a GPU
 * @param weights how the CPU keeps matrices of float32: {@code mapped} where the files are mapped, {@code packed} as
 *     copies in oneDNN's own form, or {@code auto} for packed on x86-64
 * @param threads threads of one operation of the model; 0 for as many as the process has processors
 * @param dataDir folder of everything that the service keeps: the SQLite file with label sets, support sets and
 *     embeddings, fingerprints, downloaded checkpoints, the unpacked bundled model
 */
@Validated
@ConfigurationProperties("clipcoder")
public record ModelProperties(
    @DefaultValue("bundled") @NotBlank String model,

    @DefaultValue("auto")
    @Pattern(
        regexp = "auto|cpu|cuda(:\\d{1,3})?",
        message = "must be auto, cpu or cuda:0, cuda:1, …")
    String device,

    @DefaultValue("auto")
    @Pattern(
        regexp = "auto|fp32|fp16|bf16|int8",
        message = "must be auto, fp32, fp16, bf16 or int8")
    String precision,

    @DefaultValue("auto")
    @Pattern(regexp = "auto|mapped|packed", message = "must be auto, mapped or packed")
    String weights,

    @DefaultValue("0") @PositiveOrZero int threads,
    @DefaultValue("./data") @NotNull Path dataDir) {

  /** The threads to use: the configured number, or the processors that the process may use. */
  public int effectiveThreads() {
    return threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
  }
}
