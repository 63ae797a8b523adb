package dev.clipcoder.classify;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the embeddings of pictures that are kept in memory.
 *
 * @param maxBytes about how much memory embeddings of pictures may take; at 512 dimensions 64 MB hold some 29,000; 0:
 *     none are kept, and each picture is encoded for itself
 */
@ConfigurationProperties("clipcoder.image-cache")
record ImageCacheProperties(@DefaultValue("64MB") DataSize maxBytes) {}
