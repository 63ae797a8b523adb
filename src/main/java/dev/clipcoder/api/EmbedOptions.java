package dev.clipcoder.api;

import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code POST /embed} takes as members of a JSON body. */
@Schema(name = "EmbedOptions", description = "Exactly one of `images`, `imageUrls` and `texts`.")
record EmbedOptions(
    @ArraySchema(
        arraySchema = @Schema(description = "Pictures in base64, or as data URIs"),
        schema = @Schema(type = "string"))
    @Nullable
    List<@Nullable String> images,

    @ArraySchema(
        arraySchema = @Schema(description = RemotePictures.DESCRIPTIONS),
        schema = @Schema(type = "string", example = RemotePictures.EXAMPLE))
    @Nullable
    List<@Nullable String> imageUrls,

    @ArraySchema(
        arraySchema = @Schema(description = "Texts", example = "[\"a photo of a cat.\"]"),
        schema = @Schema(type = "string"))
    @Nullable
    List<@Nullable String> texts,

    @Schema(
        description = "Whether a text longer than the model's context may be cut",
        defaultValue = "true")
    @Nullable
    Boolean truncate) {}
