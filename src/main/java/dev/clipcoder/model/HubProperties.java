package dev.clipcoder.model;

import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * From where checkpoints with {@code hf://} come.
 *
 * @param url the hub, or a mirror that speaks its protocol
 * @param offline use only what has been downloaded before
 * @param token what lets private and gated models be read, sent to the hub only; without it the variable {@code
 *     HF_TOKEN}
 * @param cacheDir folder of the downloads, which several services may share; without it {@code hub} in the data folder
 * @param maxFileBytes largest file that is downloaded
 * @param timeout how long the hub may take to connect, to answer, or to send less than a kilobyte
 */
@Validated
@ConfigurationProperties("clipcoder.hub")
record HubProperties(
    @DefaultValue("https://huggingface.co") @NotNull URI url,
    @DefaultValue("false") boolean offline,
    @DefaultValue("") @NotNull String token,
    @Nullable Path cacheDir,
    @DefaultValue("20GB") @NotNull DataSize maxFileBytes,
    @DefaultValue("30s") @NotNull Duration timeout) {

  /** Without the token, which must not get into a log. */
  @Override
  public String toString() {
    return "HubProperties[url=%s, offline=%s, cacheDir=%s]".formatted(url, offline, cacheDir);
  }
}
