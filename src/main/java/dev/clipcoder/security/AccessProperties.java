package dev.clipcoder.security;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Who may use the service.
 *
 * @param keys API keys, each with {@code name}, {@code key} or its {@code sha256}, and {@code roles} of {@code
 *     classify}, {@code manage} and {@code metrics}; with some, here or in the file, every request but those for health
 *     needs one
 * @param keysFile more keys, hashed, one a line; read again when it has changed
 * @param keysPoll how often that file is looked at
 * @param anonymous whether everybody who reaches the service may use it, on any address and by any name, where there
 *     are no keys
 * @param allowedOrigins origins whose pages may call the service from a browser, such as {@code
 *     https://app.example.org}
 */
@ConfigurationProperties("clipcoder.security")
@Validated
record AccessProperties(
    @DefaultValue List<@Valid KeySetting> keys,
    @Nullable Path keysFile,
    @DefaultValue("2s") @DurationMin(millis = 10) Duration keysPoll,
    @DefaultValue("false") boolean anonymous,
    @DefaultValue List<String> allowedOrigins) {

  /**
   * One key: {@code key} itself, or its {@code sha256}.
   *
   * @param name who has it, for the log
   */
  record KeySetting(
      @NotBlank String name,
      @Nullable String key,
      @Nullable String sha256,
      @NotNull @DefaultValue Set<Role> roles) {

    ApiKey toKey() {
      if (key != null && sha256 == null) {
        return ApiKey.ofPlain(name, key, roles);
      }
      if (key == null && sha256 != null) {
        return ApiKey.ofHash(name, sha256, roles);
      }
      throw new InvalidKeysException("'%s' must have one of key and sha256".formatted(name));
    }

    /** Without the key. */
    @Override
    public String toString() {
      return "KeySetting[%s, %s]".formatted(name, roles);
    }
  }

  boolean hasKeys() {
    return !keys.isEmpty() || keysFile != null;
  }
}
