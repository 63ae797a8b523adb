package dev.clipcoder.security;

import java.util.Locale;
import org.springframework.security.core.GrantedAuthority;

/** What a key may be used for. No role has another in it: a key is given each that it needs. */
public enum Role implements GrantedAuthority {
  /** Classify, embed and look. */
  CLASSIFY,

  /** Change label sets, support sets and jobs. */
  MANAGE,

  /** Read metrics. */
  METRICS;

  /** As it is written in settings and sentences. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String getAuthority() {
    return word();
  }
}
