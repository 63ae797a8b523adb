package dev.clipcoder.textbank;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the text embeddings kept in memory.
 *
 * @param maxBytes about how much memory embeddings of texts may take; at 512 dimensions 64 MB hold some 28,000
 */
@ConfigurationProperties("clipcoder.text-cache")
record TextCacheProperties(@DefaultValue("64MB") DataSize maxBytes) {}
