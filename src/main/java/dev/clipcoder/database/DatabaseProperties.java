package dev.clipcoder.database;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where the service keeps its state.
 *
 * @param databaseUrl a PostgreSQL address such as {@code jdbc:postgresql://host/clipcoder?user=clipcoder}; empty for
 *     a SQLite file in the data directory
 * @param dataDir folder of everything that the service keeps: the SQLite file with label sets, support sets and
 *     embeddings, fingerprints, downloaded checkpoints, the unpacked bundled model
 */
@Validated
@ConfigurationProperties("clipcoder")
public record DatabaseProperties(
    @DefaultValue("") @NotNull String databaseUrl,
    @DefaultValue("./data") @NotNull Path dataDir) {}
