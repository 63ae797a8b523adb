package dev.clipcoder.classify;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the label sets kept ready in memory.
 *
 * @param maxBytes about how much memory label sets that are ready to score may take; a set that alone takes more is
 *     kept until another is asked for
 * @param maxSpaceBytes about how much memory what makes CODER vectors may take beside them, compact spaces above all
 */
@ConfigurationProperties("clipcoder.banks")
record BankProperties(
    @DefaultValue("256MB") DataSize maxBytes,
    @DefaultValue("64MB") DataSize maxSpaceBytes) {}
